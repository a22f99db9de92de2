import { describe, expect, it } from 'vitest';

import { KEY, message, names, run } from '../../../tests/fixtures.ts';
import type { Item } from '../ipc/gen/Item.ts';
import type { OpenCall } from '../ipc/gen/OpenCall.ts';
import type { TimelinePage } from '../ipc/gen/TimelinePage.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { PAGE, Timeline, WINDOW } from './timeline.svelte.ts';

/** A conversation of so many messages, and a hand on when its answers come. */
function conversation(count: number) {
  const items = run(1, count);
  let before: () => void = () => undefined;
  const page = ({ place, limit }: OpenCall): TimelinePage => {
    const seqs = (item: Item) => (item.item === 'message' ? (item.seq ?? Infinity) : 0);
    let part = items.slice(-limit);
    if (place.at === 'before') part = items.filter((item) => seqs(item) < place.seq).slice(-limit);
    if (place.at === 'after') part = items.filter((item) => seqs(item) > place.seq).slice(0, limit);
    if (place.at === 'message') {
      const at = items.findIndex((item) => item.item === 'message' && item.id === place.message);
      part = at < 0 ? [] : items.slice(Math.max(0, at - limit / 2), at + limit / 2);
    }
    return { items: part, at_start: part[0] === items[0], at_end: part.at(-1) === items.at(-1) };
  };
  const ipc = {
    call: async (name: string, args: OpenCall) => {
      const answer = page(args);
      await Promise.resolve();
      before();
      return name === 'open'
        ? {
            page: answer,
            divider: null,
            members: [],
            readers: [],
            draft: { text: '', reply_to: null, attachments: [], edit: null },
          }
        : answer;
    },
  } as unknown as Ipc;
  return { timeline: new Timeline(ipc, KEY), beforeAnswer: (act: () => void) => (before = act) };
}

describe('a timeline', () => {
  it('opens at the end and goes there', async () => {
    const { timeline } = conversation(200);
    await timeline.open(null);
    expect(timeline.stretch.items).toHaveLength(PAGE);
    expect(timeline.stretch.at_end).toBe(true);
    expect(timeline.goal).toEqual({ to: 'bottom' });
  });

  it('pages to the start and keeps a bounded window on the way', async () => {
    const { timeline } = conversation(1000);
    await timeline.open(null);
    const look = (index: number) => {
      timeline.atBottom = false;
      timeline.top = { id: timeline.lines.at(index)?.id ?? '', offset: 0 };
    };
    for (let i = 0; i < 20 && !timeline.stretch.at_start; i += 1) {
      look(0);
      await timeline.older();
      expect(timeline.shift).toBe(true);
      await new Promise((resolve) => requestAnimationFrame(resolve));
      expect(timeline.stretch.items.length).toBeLessThanOrEqual(WINDOW);
    }
    expect(timeline.stretch).toMatchObject({ at_start: true, at_end: false });
    expect(names(timeline.stretch.items)[0]).toBe('m1');
    look(-1);
    await timeline.newer();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    expect(timeline.stretch.items.length).toBeLessThanOrEqual(WINDOW);
    expect(timeline.stretch.at_start).toBe(false);
    await timeline.toNewest();
    expect(timeline.stretch.at_end).toBe(true);
  });

  it('loses no change that arrives while a page is on its way', async () => {
    const { timeline, beforeAnswer } = conversation(100);
    beforeAnswer(() =>
      timeline.apply({ change: 'items', key: KEY, items: [message('m100', 100, { body: null })] }),
    );
    await timeline.open(null);
    expect(timeline.stretch.items.at(-1)).toMatchObject({ id: 'm100', body: null });
  });

  it('takes no change of another conversation', async () => {
    const { timeline } = conversation(10);
    await timeline.open(null);
    const { stretch } = timeline;
    timeline.apply({ change: 'items', key: { ...KEY, conversation: 'other' }, items: [message('x', 11)] });
    expect(timeline.stretch).toBe(stretch);
  });

  it('goes to a message that is not loaded, and gives it the ring', async () => {
    const { timeline } = conversation(500);
    await timeline.open(null);
    await timeline.goTo('m20');
    expect(timeline.goal).toEqual({ to: 'message', message: 'm20' });
    expect(timeline.hit).toBe('m20');
    await timeline.goTo('gone');
    expect(timeline.hit).toBe('m20');
  });

  it('after a new snapshot reads again what it shows and stays where the reader is', async () => {
    const { timeline } = conversation(300);
    await timeline.open(null);
    await timeline.older();
    timeline.atBottom = false;
    timeline.top = { id: 'm200', offset: -12 };
    await timeline.refresh();
    expect(timeline.goal).toEqual({ to: 'line', id: 'm200', offset: -12 });
    expect(names(timeline.stretch.items).at(-1)).toBe('m300');
  });

  it('stays bounded while messages pour in above which somebody reads', async () => {
    const { timeline } = conversation(10);
    await timeline.open(null);
    timeline.atBottom = false;
    timeline.top = { id: 'm1', offset: 0 };
    for (let i = 11; i < 1500; i += 1)
      timeline.apply({ change: 'items', key: KEY, items: [message(`m${i}`, i)] });
    expect(timeline.stretch.items.length).toBeLessThanOrEqual(WINDOW * 1.5);
    expect(timeline.stretch.at_end).toBe(false);
    expect(names(timeline.stretch.items)[0]).toBe('m1');
  });
});
