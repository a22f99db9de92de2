import { describe, expect, it } from 'vitest';

import { message, names, run } from '../../../tests/fixtures.ts';
import { join, place, trim, without, type Stretch } from './items.ts';

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

  it('are cut at the far end, which is then known not to be the end', () => {
    const now = stretch(run(1, 10), true, true);
    expect(trim(now, 4, 'end')).toMatchObject({ at_start: true, at_end: false });
    expect(names(trim(now, 4, 'end').items)).toEqual(['m1', 'm2', 'm3', 'm4']);
    expect(trim(now, 4, 'start')).toMatchObject({ at_start: false, at_end: true });
    expect(trim(now, 10, 'start')).toBe(now);
  });
});

it('a discarded message is gone', () => {
  expect(names(without(stretch([...run(1, 2), message('mine', null)]), 'mine').items)).toEqual(['m1', 'm2']);
});
