/** For how long something is silent: what one chooses from, and when that ends. */
import type { I18n } from '../i18n/i18n.svelte.ts';
import type { Millis } from '../ipc/gen/Millis.ts';
import { momentWords } from '../settings/muted.ts';

export type Span = 'hour' | 'hours' | 'tomorrow' | 'ever';

export const SPANS: readonly Span[] = ['hour', 'hours', 'tomorrow', 'ever'];

const HOUR = 3_600_000;
/** When tomorrow begins for somebody who wants to be left alone until then. */
const MORNING = 8;

/** `Until 18:00`, `Until tomorrow, 08:00`. */
export function untilWords(
  i18n: Pick<I18n, 't' | 'locale' | 'clock'>,
  until: Millis,
  now = Date.now(),
): string {
  return i18n.t('notify-muted-until', { date: momentWords(i18n, until, now) });
}

/** Null: it has no end. */
export function endOf(span: Span, now: Millis): Millis | null {
  switch (span) {
    case 'hour':
      return now + HOUR;
    case 'hours':
      return now + 8 * HOUR;
    case 'tomorrow': {
      const day = new Date(now);
      // The clock of the place decides, also in a night in which it is changed.
      day.setDate(day.getDate() + 1);
      day.setHours(MORNING, 0, 0, 0);
      return day.getTime();
    }
    case 'ever':
      return null;
  }
}
