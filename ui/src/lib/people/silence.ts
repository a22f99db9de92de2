/** How long a member may be silenced, and what is said of it. */
import type { I18n } from '../i18n/i18n.svelte.ts';
import { key } from '../i18n/i18n.svelte.ts';
import type { Millis } from '../ipc/gen/Millis.ts';
import type { Silence } from '../ipc/gen/Silence.ts';

const MINUTE = 60_000;

/** So far away that only somebody's word ends it. */
const FOR_EVER = Date.UTC(9000, 0);

export const SILENCES: readonly { label: string; silence: Silence }[] = [
  { label: key('silence-10-minutes'), silence: { lasts: 'for', ms: 10 * MINUTE } },
  { label: key('silence-hour'), silence: { lasts: 'for', ms: 60 * MINUTE } },
  { label: key('silence-day'), silence: { lasts: 'for', ms: 24 * 60 * MINUTE } },
  { label: key('silence-until-lifted'), silence: { lasts: 'until_lifted' } },
];

export function isSilent(until: Millis | null | undefined, now: Millis): boolean {
  return until !== null && until !== undefined && until > now;
}

/** Until when, in words; for a silence that holds. */
export function silenceWords(i18n: I18n, until: Millis, now: Millis): string {
  if (until >= FOR_EVER) return i18n.t('member-silent-until-lifted');
  return i18n.t('member-silent-until', { when: momentWords(i18n, until, now) });
}

/** A moment as one says it: only the time where it is today. */
export function momentWords(i18n: I18n, at: Millis, now: Millis): string {
  const today = new Date(at).toDateString() === new Date(now).toDateString();
  return today ? i18n.clock(at) : i18n.t('notify-moment', { day: i18n.day(at, now), time: i18n.clock(at) });
}

export const isForEver = (until: Millis): boolean => until >= FOR_EVER;
