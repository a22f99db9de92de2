import { describe, expect, it, vi } from 'vitest';

import { Carrying } from './carrying.svelte.ts';

const at = (x: number, button = 0) =>
  ({
    button,
    clientX: x,
    clientY: 0,
    pointerId: 1,
    currentTarget: { setPointerCapture: () => undefined },
  }) as unknown as PointerEvent & { currentTarget: HTMLElement };

function three() {
  const order = vi.fn();
  return { order, carrying: new Carrying(() => ['a', 'b', 'c'], order) };
}

describe('putting things in order', () => {
  it('shows where a carried one would stand, and tells it once when it is let go', () => {
    const { order, carrying } = three();
    carrying.press(at(0), 'a');
    carrying.move(at(40), () => 'b');
    carrying.move(at(80), () => 'c');
    expect([carrying.carried, carrying.shown.join('')]).toEqual(['a', 'bca']);
    expect(order).not.toHaveBeenCalled();
    carrying.release();
    expect(order.mock.calls).toEqual([[['b', 'c', 'a']]]);
    expect(carrying.swallows()).toBe(true);
    expect(carrying.swallows()).toBe(false);
  });

  it('takes a press that hardly moves, or another button, for no carrying', () => {
    const { order, carrying } = three();
    carrying.press(at(0), 'a');
    carrying.move(at(3), () => 'b');
    carrying.release();
    expect(carrying.swallows()).toBe(false);
    carrying.press(at(0, 2), 'a');
    carrying.move(at(90), () => 'c');
    carrying.release();
    expect(order).not.toHaveBeenCalled();
  });

  it('moves by steps, within what there is', () => {
    const { order, carrying } = three();
    expect(carrying.step('a', -1)).toBe(false);
    expect(carrying.step('c', 1)).toBe(false);
    expect(carrying.step('c', -2)).toBe(true);
    expect(order.mock.calls).toEqual([[['c', 'a', 'b']]]);
  });
});
