import { describe, expect, it, vi } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import type { Change } from '../ipc/gen/Change.ts';
import type { Snapshot } from '../ipc/gen/Snapshot.ts';
import type { Update } from '../ipc/gen/Update.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { keyOf } from './keys.ts';
import { World } from './world.svelte.ts';

/** A desk that says what the test tells it to. */
async function desk() {
  const { ipc: inner } = village('scene=room');
  const snapshot = await inner.subscribe(() => undefined);
  const listeners: ((update: Update) => void)[] = [];
  const answers: ((snapshot: Snapshot) => void)[] = [];
  const ipc = {
    ...inner,
    subscribe: (listener: (update: Update) => void) => {
      listeners.push(listener);
      return new Promise<Snapshot>((resolve) => answers.push(resolve));
    },
  } as Ipc;
  const world = new World(ipc);
  const changes = (revision: number, ...list: Change[]): Update => ({
    update: 'changes',
    revision,
    changes: list,
  });
  return { world, snapshot, listeners, answers, changes };
}

const renamed = (snapshot: Snapshot, name: string): Change => {
  const row = snapshot.conversations[0];
  if (!row) throw new Error('no row');
  return { change: 'conversation', row: { ...row, name } };
};

describe('the world', () => {
  it('takes changes that were quicker than their snapshot', async () => {
    const { world, snapshot, listeners, answers, changes } = await desk();
    const done = world.subscribe();
    listeners[0]?.(changes(11, renamed(snapshot, 'Cellar')));
    answers[0]?.({ ...snapshot, revision: 10 });
    await done;
    expect(world.revision).toBe(11);
    expect(world.sorted.map((row) => row.name)).toContain('Cellar');
  });

  it('applies a batch twice without harm', async () => {
    const { world, snapshot, listeners, answers, changes } = await desk();
    const done = world.subscribe();
    answers[0]?.({ ...snapshot, revision: 10 });
    await done;
    const batch = changes(11, renamed(snapshot, 'Cellar'));
    listeners[0]?.(batch);
    const { rows } = world;
    listeners[0]?.(batch);
    expect(world.rows).toBe(rows);
    expect(world.revision).toBe(11);
  });

  it('asks for a new snapshot when a number is skipped, and hears the old channel no more', async () => {
    const { world, snapshot, listeners, answers, changes } = await desk();
    const done = world.subscribe();
    answers[0]?.({ ...snapshot, revision: 10 });
    await done;
    const restarted = vi.fn();
    world.follow({ restarted });
    listeners[0]?.(changes(13, renamed(snapshot, 'Lost')));
    expect(listeners).toHaveLength(2);
    answers[1]?.({ ...snapshot, revision: 20 });
    await vi.waitFor(() => expect(restarted).toHaveBeenCalledOnce());
    listeners[0]?.(changes(21, renamed(snapshot, 'Ghost')));
    expect(world.revision).toBe(20);
    expect(world.sorted.some((row) => row.name === 'Lost' || row.name === 'Ghost')).toBe(false);
  });

  it('starts over from a snapshot that comes by itself', async () => {
    const { world, snapshot, listeners, answers } = await desk();
    const done = world.subscribe();
    answers[0]?.({ ...snapshot, revision: 10 });
    await done;
    listeners[0]?.({ update: 'snapshot', ...snapshot, revision: 90, conversations: [] });
    expect(world.revision).toBe(90);
    expect(world.rows.size).toBe(0);
  });

  it('forgets everything of an account that is gone', async () => {
    const { world, snapshot, listeners, answers, changes } = await desk();
    const done = world.subscribe();
    answers[0]?.({ ...snapshot, revision: 10 });
    await done;
    const account = snapshot.accounts[0]?.id ?? '';
    listeners[0]?.(changes(11, { change: 'account_gone', account }));
    expect([world.accounts.length, world.rows.size, world.people.size]).toEqual([0, 0, 0]);
  });

  it('sorts pinned rows first, then by last activity, over all accounts', async () => {
    const { world, snapshot, listeners, answers, changes } = await desk();
    const done = world.subscribe();
    answers[0]?.({ ...snapshot, revision: 10 });
    await done;
    const row = snapshot.conversations.at(-1);
    if (!row) throw new Error('no row');
    const elsewhere = {
      ...row,
      account: 'second',
      name: 'Elsewhere',
      pinned: false,
      active_at: Date.now() + 1e9,
    };
    listeners[0]?.(changes(11, { change: 'conversation', row: elsewhere }));
    const sorted = world.sorted.map((each) => each.name);
    expect(sorted.indexOf('Elsewhere')).toBe(2);
    expect(world.row(keyOf(elsewhere))?.name).toBe('Elsewhere');
  });
});
