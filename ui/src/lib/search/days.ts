/** Days and months that are offered for a filter of time, as they are written in it. */
import type { Millis } from '../ipc/gen/Millis.ts';

export interface Day {
  name: 'today' | 'yesterday' | 'week' | 'month' | 'last-month' | 'year';
  /** 2026, 2026-11 or 2026-11-21. */
  value: string;
}

export function days(now: Millis, kind: 'before' | 'after' | 'since' | 'until' | 'on'): Day[] {
  const today = new Date(now);
  const [year, month, day] = [today.getFullYear(), today.getMonth(), today.getDate()];
  const monday = day - ((today.getDay() + 6) % 7);
  const all: Day[] = [
    { name: 'today', value: dayText(new Date(year, month, day)) },
    { name: 'yesterday', value: dayText(new Date(year, month, day - 1)) },
    { name: 'week', value: dayText(new Date(year, month, monday)) },
    { name: 'month', value: monthText(new Date(year, month, 1)) },
    { name: 'last-month', value: monthText(new Date(year, month - 1, 1)) },
    { name: 'year', value: String(year) },
  ];
  // A week has no one day that it is on.
  return kind === 'on' ? all.filter(({ name }) => name !== 'week') : all;
}

export const monthText = (at: Date): string =>
  `${at.getFullYear()}-${String(at.getMonth() + 1).padStart(2, '0')}`;
export const dayText = (at: Date): string => `${monthText(at)}-${String(at.getDate()).padStart(2, '0')}`;
