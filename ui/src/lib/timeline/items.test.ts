import { describe, expect, it } from 'vitest';

import { message, names, run } from '../../../tests/fixtures.ts';
import { around, join, place, steps, without, type Stretch } from './items.ts';

const stretch = (items: Stretch['items'], at_start = false, at_end = true): Stretch => ({
  items,
  at_start,
  at_end,
});

describe('place', () => {
  it('puts new messages by their number and each only once', () => {
    const before = stretch(run(1, 3));
    const incoming = [message('m5', 5), message('m4', 4), message('m2', 2)];
    const once = place(before, incoming).stretch;
    expect(names(once.items)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    expect(names(place(once, incoming).stretch.items)).toEqual(names(once.items));
  });

  it('keeps what waits behind everything sent, in the order of writing', () => {
    let now = stretch(run(1, 2));
    now = place(now, [message('first', null), message('second', null)]).stretch;
    now = place(now, [message('m3', 3)]).stretch;
    expect(names(now.items)).toEqual(['m1', 'm2', 'm3', 'first', 'second']);
  });

  it('moves a waiting message to its number when it was sent', () => {
    let now = stretch([...run(1, 2), message('first', null), message('second', null)]);
    now = place(now, [message('second', 3)]).stretch;
    expect(names(now.items)).toEqual(['m1', 'm2', 'second', 'first']);
  });

  it('leaves out what lies beyond the loaded stretch', () => {
    const now = stretch(run(10, 20), false, false);
    expect(place(now, [message('m5', 5), message('m30', 30), message('mine', null)]).stretch).toBe(now);
  });

  it('says so when something arrives inside a hole', () => {
    const now = stretch([{ item: 'hole', from: 1, to: 9 }, ...run(10, 12)]);
    expect(place(now, [message('m4', 4)]).torn).toBe(true);
    expect(place(now, [message('m11', 11)]).torn).toBe(false);
  });
});

describe('holes', () => {
  it('shrink from their end, and go when their end lies before their start', () => {
    const now = stretch([{ item: 'hole', from: 1, to: 9 }, ...run(10, 12)]);
    const shrunk = place(now, [{ item: 'hole', from: 1, to: 7 }, ...run(8, 9)]);
    expect(names(shrunk.stretch.items)).toEqual(['hole 1', 'm8', 'm9', 'm10', 'm11', 'm12']);
    expect(shrunk.torn).toBe(false);
    const filled = place(shrunk.stretch, [{ item: 'hole', from: 1, to: 0 }, ...run(1, 7)]);
    expect(names(filled.stretch.items)[0]).toBe('m1');
    expect(filled.stretch.items).toHaveLength(12);
  });
});

describe('pages', () => {
  it('join at the ends without doubling the seam', () => {
    const now = stretch(run(10, 12), false, false);
    const older = join(now, { items: run(7, 10), at_start: true, at_end: false }, 'before');
    expect(names(older.items)).toEqual(['m7', 'm8', 'm9', 'm10', 'm11', 'm12']);
    expect(older).toMatchObject({ at_start: true, at_end: false });
    const newer = join(now, { items: run(12, 14), at_start: false, at_end: true }, 'after');
    expect(names(newer.items)).toEqual(['m10', 'm11', 'm12', 'm13', 'm14']);
    expect(newer).toMatchObject({ at_start: false, at_end: true });
  });

  it('keep the loaded version of a message, which changes have kept fresh', () => {
    const fresh = message('m10', 10, { body: null });
    const joined = join(stretch([fresh]), { items: run(9, 10), at_start: false, at_end: false }, 'before');
    expect(joined.items[1]).toBe(fresh);
  });

  it('are cut around what is read, and ends that were cut are known not to be the ends', () => {
    const now = stretch(run(1, 10), true, true);
    expect(around(now, 4, 0)).toMatchObject({ at_start: true, at_end: false });
    expect(names(around(now, 4, 0).items)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(around(now, 4, 5)).toMatchObject({ at_start: false, at_end: false });
    expect(names(around(now, 4, 5).items)).toEqual(['m4', 'm5', 'm6', 'm7']);
    expect(around(now, 4, 9)).toMatchObject({ at_start: false, at_end: true });
    expect(around(now, 10, 9)).toBe(now);
  });

  it('are never cut between what has one number, nor leave what waits without the end', () => {
    const twins = [message('a', 3), message('b', 3)];
    const now = stretch([...run(1, 2), ...twins, ...run(4, 6), message('mine', null)], true, true);
    expect(names(around(now, 3, 0).items)).toEqual(['m1', 'm2', 'a', 'b']);
    expect(names(around(now, 5, 7).items)).toEqual(['a', 'b', 'm4', 'm5', 'm6', 'mine']);
    const waiting = stretch([...run(1, 4), ...['x', 'y', 'z'].map((id) => message(id, null))], true, true);
    expect(names(around(waiting, 5, 2).items)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(around(waiting, 5, 2).at_end).toBe(false);
  });
});

describe('the steps to another stretch', () => {
  const now = stretch(run(10, 20), false, true);
  const shown = (to: Stretch, read: string) =>
    steps(now, to, read).map((step) => [
      names(step.stretch.items)[0],
      names(step.stretch.items).at(-1),
      step.shift,
    ]);

  it('shift where everything happens above what is read', () => {
    expect(shown(stretch(run(5, 20)), 'm15')).toEqual([['m5', 'm20', true]]);
    expect(shown(stretch(run(12, 20)), 'm15')).toEqual([['m12', 'm20', true]]);
    expect(shown(stretch(run(10, 25)), 'm15')).toEqual([['m10', 'm25', false]]);
    expect(shown(stretch(run(10, 20)), 'm15')).toEqual([['m10', 'm20', false]]);
  });

  it('happen on one side after the other', () => {
    expect(shown(stretch(run(5, 25)), 'm15')).toEqual([
      ['m10', 'm25', false],
      ['m5', 'm25', true],
    ]);
    expect(steps(now, stretch(run(5, 18), true, false), 'm15').map((step) => step.stretch.at_start)).toEqual([
      false,
      true,
    ]);
  });

  it('lead there at once where what is read is there no more', () => {
    expect(shown(stretch(run(30, 40)), 'm15')).toEqual([['m30', 'm40', false]]);
  });
});

it('a discarded message is gone', () => {
  expect(names(without(stretch([...run(1, 2), message('mine', null)]), 'mine').items)).toEqual(['m1', 'm2']);
});
