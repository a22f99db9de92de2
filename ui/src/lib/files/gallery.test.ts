import { beforeEach, describe, expect, it, vi } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import type { Change } from '../ipc/gen/Change.ts';
import type { Gallery as Part } from '../ipc/gen/Gallery.ts';
import type { GalleryCall } from '../ipc/gen/GalleryCall.ts';
import type { GalleryEntry } from '../ipc/gen/GalleryEntry.ts';
import type { GalleryMonth } from '../ipc/gen/GalleryMonth.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { App } from '../state/app.svelte.ts';
import { Gallery } from './gallery.svelte.ts';

const KEY = { account: 'account', conversation: 'room' };
/** Two a day, the newest on 31 December 2026. */
const all = Array.from({ length: 200 }, (_, i): GalleryEntry => ({
  message: `m${200 - i}`,
  seq: 200 - i,
  at: new Date(2026, 11, 31 - Math.floor(i / 2), 12).getTime(),
  author: 'ann',
  body: { kind: 'text', text: 'https://a.example' },
  links: ['https://a.example'],
}));
const months: GalleryMonth[] = [12, 11, 10, 9].map((month) => {
  const there = all.filter(({ at }) => new Date(at).getMonth() + 1 === month);
  return { year: 2026, month, count: there.length, before: (there[0]?.seq ?? 0) + 1 };
});

let app: App;
let asked: GalleryCall[];
let hold: (call: GalleryCall) => Promise<void>;
beforeEach(async () => {
  const { ipc: inner } = village('scene=room');
  asked = [];
  hold = async () => undefined;
  const ipc = {
    ...inner,
    call: async (name: string, args: unknown) => {
      if (name !== 'gallery')
        return (inner.call as (name: string, args: unknown) => Promise<unknown>)(name, args);
      const call = args as GalleryCall;
      asked.push(call);
      const rest = all.filter(({ seq }) => call.before === null || seq < call.before);
      await hold(call);
      const part: Part = {
        entries: rest.slice(0, call.limit),
        more: rest.length > call.limit,
        complete: true,
        months: call.before === null ? months : [],
      };
      return part;
    },
  } as unknown as Ipc;
  app = new App(ipc);
  await app.start();
});

describe('what was sent to a conversation', () => {
  it('stands by month, and goes on without a month standing twice', async () => {
    const list = new Gallery(app, KEY, 'links');
    list.watch();
    await vi.waitFor(() => expect(list.entries).toHaveLength(60));
    await list.older();
    expect(list.entries).toHaveLength(120);
    expect(list.byMonth.map(({ at }) => new Date(at).getMonth() + 1)).toEqual([12, 11]);
    expect(list.byMonth[0]?.entries).toHaveLength(62);
  });

  it('goes on by one page, however often that is asked for', async () => {
    const list = new Gallery(app, KEY, 'links');
    list.watch();
    await vi.waitFor(() => expect(list.entries).toHaveLength(60));
    const gates: (() => void)[] = [];
    hold = () => new Promise((resolve) => gates.push(resolve));
    const pages = [list.older(), list.older()];
    expect(list.paging).toBe(true);
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    gates[0]?.();
    await Promise.all(pages);
    expect(list.paging).toBe(false);
    expect(list.entries.map(({ seq }) => seq)).toEqual(all.slice(0, 120).map(({ seq }) => seq));
  });

  it('loses nothing where something new comes while more is read', async () => {
    const list = new Gallery(app, KEY, 'links');
    list.watch();
    await vi.waitFor(() => expect(list.entries).toHaveLength(60));
    const gates: (() => void)[] = [];
    hold = () => new Promise((resolve) => gates.push(resolve));
    all.unshift({ ...all[0], message: 'm201', seq: 201 } as GalleryEntry);
    try {
      const changes: Change[] = [{ change: 'items', key: KEY, items: [] }];
      app.world.take({ update: 'changes', revision: app.world.revision + 1, changes });
      const older = list.older();
      await vi.waitFor(() => expect(gates.length).toBeGreaterThan(0));
      hold = async () => undefined;
      for (const open of gates) open();
      await older;
      const seqs = list.entries.map(({ seq }) => seq);
      expect(seqs).toEqual(all.slice(0, 120).map(({ seq }) => seq));
    } finally {
      all.shift();
    }
  });

  it('begins with the month that is gone to, and knows all months still', async () => {
    const list = new Gallery(app, KEY, 'links');
    list.watch();
    await vi.waitFor(() => expect(list.months).toHaveLength(4));
    await list.goTo(list.months[2] ?? null);
    expect(new Date(list.entries[0]?.at ?? 0).getMonth() + 1).toBe(10);
    expect(list.months).toHaveLength(4);
    await list.goTo(null);
    expect(list.entries[0]?.seq).toBe(200);
  });

  it('shows nothing of the month that was left while it was read', async () => {
    const list = new Gallery(app, KEY, 'links');
    list.watch();
    await vi.waitFor(() => expect(list.months).toHaveLength(4));
    const gates: (() => void)[] = [];
    hold = () => new Promise((resolve) => gates.push(resolve));
    void list.goTo(list.months[1] ?? null);
    void list.goTo(list.months[3] ?? null);
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    gates[0]?.();
    await vi.waitFor(() => expect(gates).toHaveLength(2));
    expect(list.entries).toEqual([]);
    gates[1]?.();
    await vi.waitFor(() => expect(new Date(list.entries[0]?.at ?? 0).getMonth() + 1).toBe(9));
  });
});
