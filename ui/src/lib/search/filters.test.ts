import { describe, expect, it } from 'vitest';

import { days } from './days.ts';
import { quoted, typedAt, wordAt, written } from './filters.ts';

const typed = (text: string, caret = text.length) => typedAt(text, caret);

describe('the filter at the cursor', () => {
  it('is known in both languages, with either colon, and with a minus', () => {
    expect(typed('soup from:an')).toMatchObject({ kind: 'from', value: 'an', from: 5, to: 12, not: false });
    expect(typed('来自：外')).toMatchObject({ kind: 'from', value: '外' });
    expect(typed('-HAS:li')).toMatchObject({ kind: 'has', value: 'li', not: true, from: 0 });
    expect(typed('之前:')).toMatchObject({ kind: 'before', value: '' });
  });

  it('goes on inside quotes, and ends behind them', () => {
    expect(typed('in:"Sunday hi')).toMatchObject({ kind: 'in', value: 'Sunday hi' });
    expect(typed('in:"Sunday hikers" ')).toBeNull();
    expect(typed('in:“周日 徒')).toMatchObject({ value: '周日 徒' });
  });

  it('is none in a plain word, an address, or behind a space', () => {
    for (const text of ['from', 'https://a.example', 'from:ann ', 'other:ann', 'xfrom:ann'])
      expect(typed(text)).toBeNull();
  });

  it('is that before the cursor, whatever stands behind it', () => {
    expect(typed('from:ann soup', 7)).toMatchObject({ value: 'an', to: 7 });
  });
});

it('the word at the cursor may be the beginning of a filter', () => {
  expect(wordAt('soup ha', 7)).toBe('ha');
  expect(wordAt('soup ', 5)).toBe('');
});

describe('a value', () => {
  it('is quoted where it has to be, and holds no quotes', () => {
    expect(quoted('Kitchen')).toBe('Kitchen');
    expect(quoted('Sunday hikers')).toBe('"Sunday hikers"');
    expect(quoted('The "old" shed')).toBe('"The  old  shed"');
    expect(written('in', 'Sunday hikers', false)).toBe('in:"Sunday hikers"');
    expect(written('has', '图片', true, true)).toBe('-有:图片');
  });

  it('that was written is read again', () => {
    for (const name of ['Kitchen', 'Sunday hikers', '高一二班 · 物理', 'a:b']) {
      const text = written('in', name, false);
      expect(typedAt(text.replace(/"$/u, ''), text.length)).toMatchObject({ kind: 'in', value: name });
    }
  });
});

it('the days that are offered are those of this computer’s calendar', () => {
  const now = new Date(2026, 0, 1, 0, 30).getTime();
  expect(days(now, 'after').map(({ value }) => value)).toEqual([
    '2026-01-01',
    '2025-12-31',
    '2025-12-29',
    '2026-01',
    '2025-12',
    '2026',
  ]);
  expect(days(now, 'on').map(({ name }) => name)).not.toContain('week');
});
