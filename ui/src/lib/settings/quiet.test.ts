import { describe, expect, it } from 'vitest';

import { ALL_DAYS, clockOf, dayNames, minutesOf, NO_DAYS, turned } from './quiet.ts';

describe('a time of day', () => {
  it('is read as people type it', () => {
    for (const text of ['22:00', '22.00', '2200', '22', ' 22:00 ', '22：00'])
      expect(minutesOf(text), text).toBe(1320);
    expect(minutesOf('7')).toBe(420);
    expect(minutesOf('730')).toBe(450);
    expect(minutesOf('0:05')).toBe(5);
    expect(minutesOf('00:00')).toBe(0);
  });

  it('is refused where it is none', () => {
    for (const text of ['', '24:00', '12:60', 'ten', '1:2', '12345', '-1'])
      expect(minutesOf(text), text).toBeNull();
  });

  it('is written with two digits each, and goes round at midnight', () => {
    expect(clockOf(420)).toBe('07:00');
    expect(clockOf(0)).toBe('00:00');
    expect(clockOf(1440)).toBe('00:00');
    expect(clockOf(-15)).toBe('23:45');
  });

  it('reads back as it was written, every minute of the day', () => {
    for (let minute = 0; minute < 1440; minute += 1) expect(minutesOf(clockOf(minute))).toBe(minute);
  });
});

it('one day is turned over and the others stay', () => {
  expect(turned(NO_DAYS, 6)).toEqual([false, false, false, false, false, false, true]);
  expect(turned(ALL_DAYS, 0)).toEqual([false, true, true, true, true, true, true]);
});

it('the days begin with Monday in both languages', () => {
  expect(dayNames('en', 'short')).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']);
  expect(dayNames('zh-CN', 'short')[0]).toBe('周一');
});
