/** How much of the past is here, in words. */
import type { I18n } from '../i18n/i18n.svelte.ts';
import type { CoverageView } from '../ipc/gen/CoverageView.ts';

/** `room`: of which conversation; null: of all of them. */
export function coverageWords(
  { t, plainDate }: I18n,
  { complete, since }: CoverageView,
  room: string | null,
): string {
  if (complete) return room === null ? t('coverage-everything') : t('coverage-all', { room });
  if (since === null) return room === null ? t('coverage-everything-none') : t('coverage-none', { room });
  const date = plainDate(since);
  return room === null ? t('coverage-everything-since', { date }) : t('coverage-all-since', { room, date });
}

/** What becomes of what is not here. */
export function restWords({ t }: I18n, { fetching, paused }: CoverageView): string {
  if (fetching) return t('coverage-fetching');
  return paused === null ? t('coverage-missing') : t(`coverage-${paused}`);
}
