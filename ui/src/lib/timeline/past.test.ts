/** A past that comes in from the server, in any order, while somebody reads in it. */
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { KEY, message, names, run } from '../../../tests/fixtures.ts';
import type { Item } from '../ipc/gen/Item.ts';
import type { OpenCall } from '../ipc/gen/OpenCall.ts';
import type { TimelinePage } from '../ipc/gen/TimelinePage.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { itemId, seqOf } from './items.ts';
import { PAGE, Timeline, WINDOW } from './timeline.svelte.ts';

beforeEach(() => vi.stubGlobal('requestAnimationFrame', (act: () => void) => queueMicrotask(act)));

/** Numbers that look like chance and are the same for the same seed. */
function chance(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const upTo = (n: number) => Math.floor(next() * n);
  return { upTo, oneOf: (...of: [number, ...number[]]) => of[upTo(of.length)] ?? of[0] };
}

type Range = [from: number, to: number];

/** The history of one conversation as the desk keeps it: what is missing of it is in holes. */
class Desk {
  readonly log: Item[] = [];
  holes: Range[] = [];
  /** Not heard by the window yet. */
  untold: Item[][] = [];

  constructor(head: number, here: number) {
    // Reactions take a number and are no item; what was sent together shares one.
    for (let seq = 1; seq <= head; seq += 1) this.write(seq);
    if (here < head) this.holes = [[1, head - here]];
  }

  write(seq: number): Item[] {
    const items =
      seq % 11 === 0
        ? []
        : [message(`m${seq}`, seq), ...(seq % 17 === 0 ? [message(`twin${seq}`, seq)] : [])];
    this.log.push(...items);
    return items;
  }

  get #here(): Item[] {
    const missing = (seq: number) => this.holes.some(([from, to]) => seq >= from && seq <= to);
    const holes = this.holes.map(([from, to]): Item => ({ item: 'hole', from, to }));
    return [...this.log.filter((item) => !missing(seqOf(item) ?? 0)), ...holes].sort(
      (a, b) => (seqOf(a) ?? 0) - (seqOf(b) ?? 0),
    );
  }

  page({ place, limit }: OpenCall): TimelinePage {
    const here = this.#here;
    const at = (item: Item | undefined) => (item ? (seqOf(item) ?? 0) : 0);
    const before = (seq: number) => here.filter((item) => at(item) < seq);
    const all = place.at === 'before' ? before(place.seq) : here;
    let items = all.filter((item) => at(item) >= at(all.at(-limit)));
    if (place.at === 'after') {
      const rest = here.filter((item) => at(item) > place.seq);
      items = rest.filter((item) => at(item) <= at(rest[Math.min(limit, rest.length) - 1]));
    }
    if (place.at === 'message') {
      const found = here.findIndex((item) => itemId(item) === place.message);
      items = here.slice(Math.max(0, found - Math.floor(limit / 3)), found + limit);
    }
    return { items, at_start: items[0] === here[0], at_end: items.at(-1) === here.at(-1) };
  }

  between(from: number, to: number): string[] {
    return names(this.#here.filter((item) => (seqOf(item) ?? 0) >= from && (seqOf(item) ?? 0) <= to));
  }

  /** A page has come from the server: first it is said what is missing now, then what is new. */
  fill(from: number, to: number): void {
    const before = new Map(this.holes);
    this.holes = this.holes.flatMap(([first, last]): Range[] => {
      if (to < first || from > last) return [[first, last]];
      const left: Range[] = [
        [first, from - 1],
        [to + 1, last],
      ];
      return left.filter(([a, b]) => a <= b);
    });
    const now = new Map(this.holes);
    const gone = [...before.keys()].filter((first) => !now.has(first));
    const changed = this.holes.filter(([first, last]) => before.get(first) !== last);
    this.untold.push([
      ...gone.map((first): Item => ({ item: 'hole', from: first, to: first - 1 })),
      ...changed.map(([first, last]): Item => ({ item: 'hole', from: first, to: last })),
    ]);
    this.untold.push(this.log.filter((item) => (seqOf(item) ?? 0) >= from && (seqOf(item) ?? 0) <= to));
  }
}

/** Somebody who reads: like the view, it says where they are and asks on near an end. */
function reader(desk: Desk, late: () => Promise<void>) {
  const ipc = {
    call: async (name: string, args: OpenCall) => {
      const page = desk.page(args);
      await late();
      const draft = { text: '', reply_to: null, attachments: [], edit: null };
      return name === 'open' ? { page, divider: null, members: [], readers: [], draft } : page;
    },
  } as unknown as Ipc;
  const timeline = new Timeline(ipc, KEY);
  const stand = (index: number) => {
    timeline.atBottom = false;
    timeline.top = { id: timeline.lines.at(index)?.id ?? '', offset: -3 };
  };
  const where = () => timeline.lines.findIndex(({ id }) => id === timeline.top?.id);
  const hear = (count = Infinity) => {
    for (const items of desk.untold.splice(0, count)) timeline.apply({ change: 'items', key: KEY, items });
  };
  return { timeline, stand, where, hear };
}

const soon = () => Promise.resolve();

describe('a past that comes in', () => {
  it('leaves the lines that are read where they are, and stays outside where it is far from them', async () => {
    const desk = new Desk(10_000, 60);
    const { timeline, stand, where, hear } = reader(desk, soon);
    await timeline.open(null);
    stand(30);
    const { id } = timeline.lines[where()] ?? { id: '' };
    desk.fill(9_141, 9_940);
    hear();
    expect(timeline.lines[where()]?.id).toBe(id);
    expect(names(timeline.stretch.items).at(-1)).toBe('m10000');
    expect(timeline.stretch.items.length).toBeLessThanOrEqual(WINDOW);
    expect(timeline.stretch.at_start).toBe(false);
    // All of it comes above what is read.
    expect(timeline.shift).toBe(true);
  });

  it('comes into what is shown thousands of messages at once, for somebody at the bottom', async () => {
    const desk = new Desk(10_000, 60);
    const { timeline, hear } = reader(desk, soon);
    await timeline.open(null);
    desk.fill(5_141, 9_940);
    hear();
    expect(timeline.stretch.items.length).toBe(WINDOW);
    expect(timeline.stretch).toMatchObject({ at_start: false, at_end: true });
  });

  it('loses nothing where the start went elsewhere while a page was on its way', async () => {
    const desk = new Desk(3_000, 3_000);
    const gates: (() => void)[] = [];
    let late: () => Promise<void> = soon;
    const { timeline, stand, hear } = reader(desk, () => late());
    await timeline.open(null);
    for (let i = 0; i < 5; i += 1) {
      stand(0);
      await timeline.older();
    }
    late = () => new Promise((resolve) => gates.push(resolve));
    const older = timeline.older();
    stand(-1);
    desk.untold.push(run(3_001, 3_300));
    desk.log.push(...run(3_001, 3_300));
    hear();
    late = soon;
    // Before anything else is cut off.
    vi.stubGlobal('requestAnimationFrame', () => 0);
    gates[0]?.();
    await older;
    const { items } = timeline.stretch;
    const [first, last] = [items[0], items.at(-1)];
    expect(names(items)).toEqual(desk.between((first && seqOf(first)) ?? 0, (last && seqOf(last)) ?? 0));
  });

  it.each(Array.from({ length: 24 }, (_, i) => i + 1))(
    'is read through whole and in order, however it came (seed %i)',
    async (seed) => {
      const { upTo, oneOf } = chance(seed);
      const desk = new Desk(3_000, 60);
      let head = 3_000;
      const late = async () => {
        for (let i = upTo(6); i > 0; i -= 1) await soon();
      };
      const { timeline, stand, where, hear } = reader(desk, late);
      await timeline.open(null);
      stand(upTo(timeline.lines.length));
      for (let step = 0; step < 160; step += 1) {
        const hole = desk.holes[upTo(desk.holes.length)];
        switch (upTo(6)) {
          case 0:
            if (hole) desk.fill(Math.max(hole[0], hole[1] - oneOf(20, 199, 799) + 1), hole[1]);
            break;
          case 1:
            if (hole) {
              const from = hole[0] + upTo(hole[1] - hole[0] + 1);
              desk.fill(from, Math.min(hole[1], from + upTo(400)));
            }
            break;
          case 2:
            for (let i = upTo(40); i > 0; i -= 1) desk.untold.push(desk.write((head += 1)));
            break;
          default: {
            const far = oneOf(3, 40, 200);
            const to = Math.max(0, Math.min(timeline.lines.length - 1, where() + upTo(far * 2 + 1) - far));
            stand(to);
            if (to < 30) void timeline.older();
            if (to > timeline.lines.length - 60) void timeline.newer();
          }
        }
        const { lines } = timeline;
        const line = lines[where()];
        if (upTo(3) > 0) hear(1 + upTo(4));
        if (line?.line === 'message') expect(timeline.lines[where()]?.id).toBe(line.id);
        for (let i = upTo(4); i > 0; i -= 1) await soon();
        const { items } = timeline.stretch;
        expect(items.length).toBeLessThanOrEqual(WINDOW * 1.5 + PAGE + 2);
        expect(new Set(items.map(itemId)).size).toBe(items.length);
        // When all is said and nothing on its way, there is no gap.
        if (step % 20 === 19) {
          hear();
          await vi.waitFor(async () => {
            for (let i = 0; i < 20; i += 1) await soon();
            const [first, last] = [timeline.stretch.items[0], timeline.stretch.items.at(-1)];
            const end = last?.item === 'hole' ? last.to : ((last && seqOf(last)) ?? 0);
            expect(names(timeline.stretch.items)).toEqual(desk.between((first && seqOf(first)) ?? 0, end));
          });
          if (where() < 0) stand(upTo(timeline.lines.length));
        }
      }
      for (const [from, to] of desk.holes) desk.fill(from, to);
      hear();
      while (!timeline.stretch.at_start) {
        stand(0);
        await timeline.older();
        await soon();
      }
      const read = names(timeline.stretch.items);
      while (!timeline.stretch.at_end) {
        stand(-1);
        await timeline.newer();
        await soon();
        const known = new Set(read);
        const page = names(timeline.stretch.items);
        // What was read last is still there: nothing between two pages was left out.
        expect(page).toContain(read.at(-1));
        read.push(...page.filter((each) => !known.has(each)));
      }
      expect(read).toEqual(names(desk.log));
    },
  );
});
