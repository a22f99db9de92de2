import { beforeEach, describe, expect, it, vi } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { App } from '../state/app.svelte.ts';
import { begin } from './standing.ts';

let app: App;
let calls: string[];

const rests = () => (globalThis as { rests?: () => boolean }).rests?.();

beforeEach(async () => {
  const { ipc: inner } = village('scene=room');
  calls = [];
  const call = (name: string, args: unknown) => {
    calls.push(name);
    return (inner.call as (name: string, args: unknown) => Promise<unknown>)(name, args);
  };
  app = new App({ ...inner, call } as unknown as Ipc);
  // Nothing is drawn here.
  vi.stubGlobal('requestAnimationFrame', (next: () => void) => setTimeout(next));
  Object.defineProperty(document, 'fonts', { value: { ready: Promise.resolve() }, configurable: true });
  Object.defineProperty(document, 'images', { value: [], configurable: true });
  await begin(app);
});

describe('the start', () => {
  it('waits a moment for what was open last, so that it is drawn with the list, and not longer', async () => {
    const { ipc: inner } = village('scene=room');
    const never = new Promise<never>(() => undefined);
    const call = (name: string, args: unknown) =>
      name === 'open' ? never : (inner.call as (name: string, args: unknown) => Promise<unknown>)(name, args);
    const slow = new App({ ...inner, call } as unknown as Ipc);
    void slow.start();
    await vi.waitFor(() => expect(slow.world.ready).toBe(true));
    expect(slow.begun).toBe(false);
    await vi.waitFor(() => expect(slow.begun).toBe(true));
    expect(slow.room?.timeline.loading).toBe(true);
  });

  it('is over when the open conversation is there', () => {
    expect(app.room?.timeline.lines.length).toBeGreaterThan(0);
    expect(calls.indexOf('stands')).toBeGreaterThan(calls.indexOf('open'));
  });

  it('would show the end of the conversation, and nothing beside or over it', async () => {
    const { room } = app;
    if (!room) throw new Error('a conversation is open');
    room.timeline.divider = null;
    await room.timeline.toNewest(false);
    room.timeline.atBottom = true;
    expect(rests()).toBe(true);
    room.timeline.atBottom = false;
    expect(rests()).toBe(false);
    room.timeline.atBottom = true;
    app.panel = { panel: 'members' };
    expect(rests()).toBe(false);
    app.panel = null;
    app.sheet = { sheet: 'import' };
    expect(rests()).toBe(false);
    app.sheet = null;
    app.screen = { at: 'settings', page: 'about' };
    expect(rests()).toBe(false);
    app.screen = { at: 'chat' };
    expect(rests()).toBe(true);
    room.timeline.divider = { after: 1, unread: 2 };
    expect(rests()).toBe(false);
  });
});
