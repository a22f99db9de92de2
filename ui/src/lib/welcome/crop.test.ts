import { describe, expect, it } from 'vitest';

import { CLOSEST, kept, middle, moved, square } from './crop.ts';

const wide = { width: 400, height: 200 };

describe('the square cut out of an image', () => {
  it('begins as the largest one in the middle', () => {
    expect(square(wide, middle(wide))).toEqual({ left: 100, top: 0, side: 200 });
  });

  it('follows the hand, and stops at the edge', () => {
    const half = moved(wide, middle(wide), 0.25, 0);
    expect(square(wide, half)).toEqual({ left: 50, top: 0, side: 200 });
    expect(square(wide, moved(wide, half, 9, 9))).toEqual({ left: 0, top: 0, side: 200 });
    expect(square(wide, moved(wide, half, -9, -9))).toEqual({ left: 200, top: 0, side: 200 });
  });

  it('stays inside when the view goes back from a corner', () => {
    const near = kept(wide, { x: 400, y: 200, zoom: 4 });
    expect(square(wide, near)).toEqual({ left: 350, top: 150, side: 50 });
    expect(square(wide, kept(wide, { ...near, zoom: 1 }))).toEqual({ left: 200, top: 0, side: 200 });
  });

  it('comes neither closer nor further than makes sense', () => {
    expect(kept(wide, { ...middle(wide), zoom: 0.1 }).zoom).toBe(1);
    expect(kept(wide, { ...middle(wide), zoom: 99 }).zoom).toBe(CLOSEST);
  });
});
