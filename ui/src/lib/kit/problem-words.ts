/** The sentence for a problem. A place that can say more has a key of its own: `problem-PLACE-SOURCE-CODE`. */
import type { I18n, Words } from '../i18n/i18n.svelte.ts';
import type { Problem } from '../ipc/problem.ts';

export function problemWords(i18n: I18n, problem: Problem, place?: string, words?: Words): string {
  const rest = `${problem.source}-${problem.code.replaceAll('_', '-')}`;
  if (place && i18n.has(`problem-${place}-${rest}`)) return i18n.t(`problem-${place}-${rest}`, words);
  return i18n.t(`problem-${rest}`, words);
}
