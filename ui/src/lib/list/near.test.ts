import { describe, expect, it } from 'vitest';

import { drawnRows, nearRows } from './near.ts';

describe('the rows that are drawn', () => {
  it('are those on screen and some beyond each edge', () => {
    expect(nearRows({ offset: 6500, height: 650, pitch: 65 }, 500)).toEqual({ first: 92, last: 118 });
  });

  it('end where the list ends', () => {
    expect(nearRows({ offset: 0, height: 650, pitch: 65 }, 500)).toEqual({ first: 0, last: 18 });
    expect(nearRows({ offset: 0, height: 650, pitch: 65 }, 3)).toEqual({ first: 0, last: 2 });
    expect(nearRows({ offset: 0, height: 650, pitch: 65 }, 0)).toEqual({ first: 0, last: -1 });
  });

  it('are at least one where the list has become shorter than it is scrolled', () => {
    const { first, last } = nearRows({ offset: 30_000, height: 650, pitch: 65 }, 4);
    expect(drawnRows(first, last, [])).toEqual([3]);
  });

  it('stand in order with single ones from elsewhere, each once', () => {
    expect(drawnRows(4, 6, [400, 5, 0, -1])).toEqual([0, 4, 5, 6, 400]);
  });
});
