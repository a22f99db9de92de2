/** The weeks of a month as a calendar shows them. Pure: local days, as numbers of milliseconds at midnight. */
import type { Millis } from '../ipc/gen/Millis.ts';

export interface MonthDay {
  at: Millis;
  day: number;
  /** Of the month that is shown, not of its neighbours. */
  inside: boolean;
}

/** `firstWeekday`: 0 for Sunday, 1 for Monday. */
export function weeksOf(year: number, month: number, firstWeekday: number): MonthDay[][] {
  const first = new Date(year, month, 1);
  const before = (first.getDay() - firstWeekday + 7) % 7;
  const weeks: MonthDay[][] = [];
  for (let week = 0; week < 6; week += 1) {
    const days = Array.from({ length: 7 }, (_, i) => {
      // By the calendar, not by hours: days of 23 and of 25 hours exist.
      const date = new Date(year, month, 1 - before + week * 7 + i);
      return { at: date.getTime(), day: date.getDate(), inside: date.getMonth() === first.getMonth() };
    });
    weeks.push(days);
  }
  return weeks;
}

export function addDays(at: Millis, days: number): Millis {
  const date = new Date(at);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + days).getTime();
}

/** The same day of another month, or its last one. */
export function addMonths(at: Millis, months: number): Millis {
  const date = new Date(at);
  const last = new Date(date.getFullYear(), date.getMonth() + months + 1, 0).getDate();
  return new Date(date.getFullYear(), date.getMonth() + months, Math.min(date.getDate(), last)).getTime();
}
