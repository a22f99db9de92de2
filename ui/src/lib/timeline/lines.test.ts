import { describe, expect, it } from 'vitest';

import { at, message, run } from '../../../tests/fixtures.ts';
import type { Item } from '../ipc/gen/Item.ts';
import { dayAt, linesOf } from './lines.ts';

const lines = (items: Item[], divider: Parameters<typeof linesOf>[1] = null, at_start = true) =>
  linesOf({ items, at_start, at_end: true }, divider);
const kinds = (items: Item[], ...rest: [Parameters<typeof linesOf>[1]?, boolean?]) =>
  lines(items, ...rest).map((line) =>
    line.line === 'message'
      ? `${line.id}${line.first ? ' first' : ''}${line.last ? ' last' : ''}`
      : line.line,
  );

describe('grouping', () => {
  it('joins messages of one sender within five minutes', () => {
    expect(kinds(run(1, 3))).toEqual(['day', 'm1 first', 'm2', 'm3 last']);
  });

  it('ends with another sender, after five minutes, and at what failed', () => {
    const items = [
      message('a', 1, { at: at(0) }),
      message('b', 2, { at: at(1), author: 'tom' }),
      message('c', 3, { at: at(6), author: 'tom' }),
      message('d', null, { at: at(7), author: 'tom', send: { state: 'failed', code: 'internal' } }),
      message('e', null, { at: at(7), author: 'tom' }),
    ];
    expect(kinds(items).slice(1)).toEqual([
      'a first last',
      'b first last',
      'c first',
      'd last',
      'e first last',
      'waiting',
    ]);
  });

  it('ends at the unread divider', () => {
    expect(kinds(run(1, 3), { after: 2, unread: 1 })).toEqual([
      'day',
      'm1 first',
      'm2 last',
      'unread',
      'm3 first last',
    ]);
  });
});

describe('days', () => {
  it('stand before the first item of each local day', () => {
    const items = [message('a', 1, { at: at(0) }), message('b', 2, { at: at(24 * 60) })];
    expect(kinds(items)).toEqual(['day', 'a first last', 'day', 'b first last']);
  });

  it('wait until the start is known, so that older pages only add lines above', () => {
    const after = lines(run(1, 40), null, false).map((line) => line.id);
    const before = lines(run(20, 40), null, false).map((line) => line.id);
    expect(after.slice(-before.length)).toEqual(before);
  });

  it('are known for every line, for the pill that sticks', () => {
    const all = lines([{ item: 'hole', from: 1, to: 3 }, message('a', 4, { at: at(0) })]);
    expect(dayAt(all, 0)).toBe(new Date(2026, 2, 14).getTime());
    expect(dayAt([], 0)).toBeNull();
  });
});

it('the unread divider stands once, before the first message above the mark', () => {
  const divided = lines(run(1, 6), { after: 3, unread: 3 });
  expect(divided.filter((line) => line.line === 'unread')).toEqual([
    { line: 'unread', id: 'unread', count: 3 },
  ]);
  expect(divided.findIndex((line) => line.line === 'unread')).toBe(
    divided.findIndex((line) => line.id === 'm4') - 1,
  );
});
