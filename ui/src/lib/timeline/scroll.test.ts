import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Timeline } from './timeline.svelte.ts';
import { Scroll, type List } from './scroll.svelte.ts';
import { village } from '../../../tests/fixtures.ts';
import type { Room } from '../state/room.svelte.ts';

/** A box of 500 pixels over 2,000, and a list that goes nowhere by itself. */
function boxed() {
  const { ipc } = village('scene=class');
  const timeline = new Timeline(ipc, { account: 'a', conversation: 'c' });
  const scroll = new Scroll(() => ({ timeline, seen: () => undefined }) as unknown as Room);
  const box = document.createElement('div');
  Object.defineProperties(box, {
    clientHeight: { value: 500 },
    scrollHeight: { value: 2000, writable: true },
    scrollTop: { value: 1500, writable: true },
  });
  const went: unknown[] = [];
  const list: List = {
    getScrollOffset: () => box.scrollTop,
    getScrollSize: () => box.scrollHeight,
    getViewportSize: () => 500,
    findItemIndex: () => 0,
    getItemOffset: () => 0,
    scrollToIndex: (_, opts) => void went.push(opts),
  };
  Object.assign(scroll, { scroller: box, list });
  timeline.stretch = { items: [], at_start: true, at_end: true };
  vi.spyOn(timeline, 'lines', 'get').mockReturnValue([{ line: 'unread', id: 'unread', count: 2 }]);
  return { scroll, box, timeline, went };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'performance', 'requestAnimationFrame'] });
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
});
afterEach(() => vi.useRealTimers());

describe('a timeline that opens', () => {
  it('is seen when its height has stood still for a frame, and at the bottom before that', async () => {
    const { scroll, box, timeline } = boxed();
    await scroll.go({ to: 'bottom' });
    for (const height of [2000, 2300, 2600]) {
      Object.assign(box, { scrollHeight: height });
      await vi.advanceTimersByTimeAsync(16);
      expect(scroll.settled).toBe(false);
      expect(box.scrollTop).toBe(height);
    }
    await vi.advanceTimersByTimeAsync(16);
    expect(scroll.settled).toBe(true);
    expect(timeline.seen).toBe(true);
  });

  it('is seen after some frames even where its height never stands still', async () => {
    const { scroll, box } = boxed();
    await scroll.go({ to: 'bottom' });
    for (let frame = 0; frame < 8; frame += 1) {
      Object.assign(box, { scrollHeight: 2000 + frame });
      await vi.advanceTimersByTimeAsync(16);
    }
    expect(scroll.settled).toBe(true);
  });
});

describe('a smooth way up', () => {
  it('is not ended by the bottom that it begins at', async () => {
    const { scroll, box, went } = boxed();
    scroll.settled = true;
    scroll.follow = true;
    await scroll.go({ to: 'unread', smooth: true });
    expect(went).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(100);
    scroll.scrolled();
    expect(scroll.follow).toBe(false);
    box.scrollTop = 600;
    scroll.scrolled();
    await vi.advanceTimersByTimeAsync(1000);
    expect(scroll.follow).toBe(false);
  });

  it('leaves a reader at the bottom where there is nowhere to go', async () => {
    const { scroll } = boxed();
    scroll.settled = true;
    scroll.follow = true;
    await scroll.go({ to: 'unread', smooth: true });
    await vi.advanceTimersByTimeAsync(1000);
    expect(scroll.follow).toBe(true);
  });
});
