/** Quiet hours between the file and the fields: minutes since midnight and weekdays, Monday first. */

export type Days = [boolean, boolean, boolean, boolean, boolean, boolean, boolean];

export const NO_DAYS: Days = [false, false, false, false, false, false, false];
export const ALL_DAYS: Days = [true, true, true, true, true, true, true];

const DAY = 24 * 60;

/** 1320 is 22:00. */
export function clockOf(minutes: number): string {
  const within = ((Math.round(minutes) % DAY) + DAY) % DAY;
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(within / 60))}:${two(within % 60)}`;
}

/** Reads a time as people type it: `22:00`, `22.00`, `2200`, `22`, `7`, full-width colon included. Null: not a time. */
export function minutesOf(text: string): number | null {
  const parts = /^(\d{1,2})(?:[:.：]?(\d{2}))?$/u.exec(text.trim());
  if (!parts) return null;
  const hours = Number(parts[1]);
  const minutes = Number(parts[2] ?? 0);
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : null;
}

/** The same days with one turned over. */
export function turned(days: Days, day: number): Days {
  return days.map((on, at) => (at === day ? !on : on)) as Days;
}

/** The names of the days, Monday first. */
export function dayNames(locale: string, width: 'short' | 'long'): string[] {
  const name = new Intl.DateTimeFormat(locale, { weekday: width, timeZone: 'UTC' });
  // The first of January 2024 was a Monday.
  return Array.from({ length: 7 }, (_, day) => name.format(Date.UTC(2024, 0, 1 + day)));
}
