/** What a clock shows in somebody's time zone. */
import type { Locale } from '../i18n/i18n.svelte.ts';
import type { Millis } from '../ipc/gen/Millis.ts';

/** 21:40, or null where the zone is not told or not known here. */
export function clockIn(zone: string | undefined, at: Millis, locale: Locale): string | null {
  if (!zone) return null;
  try {
    return new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(at);
  } catch {
    // A zone of a later list, or nonsense.
    return null;
  }
}

/** This computer's zone. */
export const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Every zone that can be chosen, and those that are chosen already, each once. */
export function zones(...known: string[]): string[] {
  const all = new Set([...Intl.supportedValuesOf('timeZone'), ...known.filter((zone) => zone !== '')]);
  return [...all].sort();
}

/** `Asia/Shanghai` as people read it. */
export const zoneWords = (zone: string): string => zone.replaceAll('_', ' ').replaceAll('/', ' / ');
