/** Until when a conversation is silent, in words. */
import type { I18n } from '../i18n/i18n.svelte.ts';
import { daysBetween } from '../i18n/i18n.svelte.ts';
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Millis } from '../ipc/gen/Millis.ts';

/** Longer than this nobody counts days. */
const FOR_EVER = 366 * 86_400_000;

export function mutedWords(
  i18n: Pick<I18n, 't' | 'locale' | 'clock'>,
  row: ConversationView,
  now: Millis,
): string {
  const { notify, muted_until: until } = row;
  if (notify === 'nothing' || until === null || until > now + FOR_EVER) return i18n.t('notify-muted-always');
  return i18n.t('notify-muted-until', { date: momentWords(i18n, until, now) });
}

/** A moment to come: `18:00`, `tomorrow, 08:00`, `Mon 16 Mar, 08:00`. */
export function momentWords(
  { t, locale, clock }: Pick<I18n, 't' | 'locale' | 'clock'>,
  at: Millis,
  now: Millis,
): string {
  const days = daysBetween(now, at);
  const time = clock(at);
  if (days <= 0) return time;
  const day =
    days === 1
      ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(1, 'day')
      : new Intl.DateTimeFormat(locale, { weekday: 'short', month: 'short', day: 'numeric' }).format(at);
  return t('notify-moment', { day, time });
}
