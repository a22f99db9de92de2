import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { tick } from 'svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { village } from '../../../tests/fixtures.ts';
import type { Change } from '../ipc/gen/Change.ts';
import { App } from '../state/app.svelte.ts';
import { filterRows } from './filter.ts';
import List from './List.svelte';

let app: App;
beforeEach(async () => {
  const { ipc } = village('scene=room');
  app = new App(ipc);
  await app.start();
  await vi.waitFor(() => expect(app.world.presence.size).toBeGreaterThan(0));
  render(Stage, { props: { app, piece: List } });
});

const rows = () => within(screen.getByRole('list')).getAllByRole('button');

describe('the list', () => {
  it('is a landmark with a named search box, named buttons and the open row marked', () => {
    expect(screen.getByRole('navigation', { name: 'Conversations' })).toBeInTheDocument();
    expect(screen.getByRole('textbox', { name: 'Search' })).toBeInTheDocument();
    for (const name of ['New private chat', 'New room', 'Settings'])
      expect(screen.getByRole('button', { name })).toBeInTheDocument();
    expect(rows().filter((row) => row.getAttribute('aria-current') === 'true')).toHaveLength(1);
  });

  it('says in words what its marks mean', () => {
    const physics = screen.getByRole('button', { name: /Physics 10b/ });
    expect(within(physics).getByLabelText('You were mentioned')).toBeInTheDocument();
    expect(within(physics).getByLabelText(/3.* unread messages/)).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /Sunday hikers/ })).toHaveTextContent(
      /Draft: I can bring the stove/,
    );
  });

  it('is one stop for the Tab key, and arrows move inside', async () => {
    expect(rows().filter((row) => row.tabIndex === 0)).toHaveLength(1);
    rows()[0]?.focus();
    await fireEvent.keyDown(rows()[0] as HTMLElement, { key: 'ArrowDown' });
    await vi.waitFor(() => expect(rows()[1]).toHaveFocus());
    await fireEvent.keyDown(rows()[1] as HTMLElement, { key: 'End' });
    await vi.waitFor(() => expect(rows().at(-1)).toHaveFocus());
  });

  it('draws of many rows those near the screen, and leads the keys to all of them', async () => {
    const row = app.world.sorted[0];
    if (!row) throw new Error('no row');
    const changes = Array.from({ length: 500 }, (_, i): Change => {
      const fresh = { ...row, conversation: `more-${i}`, name: `Room ${i}`, active_at: i, pinned: false };
      return { change: 'conversation', row: fresh };
    });
    app.world.take({ update: 'changes', revision: app.world.revision + changes.length, changes });
    await tick();
    expect(app.world.sorted.length).toBeGreaterThan(500);
    expect(rows().length).toBeLessThan(60);
    rows()[0]?.focus();
    await fireEvent.keyDown(rows()[0] as HTMLElement, { key: 'End' });
    await vi.waitFor(() => expect(screen.getByRole('button', { name: /^Room 0/ })).toHaveFocus());
    const item = document.activeElement?.closest('li');
    expect(item).toHaveAttribute('aria-posinset', String(app.world.sorted.length));
    await fireEvent.keyDown(document.activeElement as HTMLElement, { key: 'ArrowUp' });
    await vi.waitFor(() => expect(screen.getByRole('button', { name: /^Room 1\D/ })).toHaveFocus());
  });

  it('filters by a part of a name, and opens the first with Enter', async () => {
    const box = screen.getByRole('textbox', { name: 'Search' });
    await fireEvent.input(box, { target: { value: 'phys' } });
    expect(rows()).toHaveLength(1);
    await fireEvent.keyDown(box, { key: 'Enter' });
    await vi.waitFor(() => expect(app.room?.view?.name).toBe('Physics 10b'));
  });

  it('opens the dialogs for a room and a private chat', async () => {
    await fireEvent.click(screen.getByRole('button', { name: 'New room' }));
    expect(app.sheet).toMatchObject({ sheet: 'new_room' });
    await fireEvent.click(screen.getByRole('button', { name: 'New private chat' }));
    expect(app.sheet).toMatchObject({ sheet: 'new_chat' });
    await fireEvent.click(screen.getByRole('button', { name: 'Rooms to join' }));
    expect(app.sheet).toMatchObject({ sheet: 'rooms' });
  });

  it('silences a conversation from its menu, by keyboard', async () => {
    const { call } = app.ipc;
    const made: unknown[] = [];
    app.ipc.call = ((name: string, ...args: unknown[]) => {
      if (name === 'set_notify') made.push(args[0]);
      return (call as (...all: unknown[]) => unknown)(name, ...args);
    }) as typeof call;
    const open = async (item: string) => {
      await fireEvent.contextMenu(screen.getByRole('button', { name: /Physics 10b/ }));
      const opener = screen.getByRole('menuitem', { name: 'Notifications' });
      await fireEvent.keyDown(opener, { key: 'ArrowRight' });
      await vi.waitFor(() =>
        expect(screen.getByRole('menuitemradio', { name: 'Every message' })).toHaveFocus(),
      );
      return screen.getByRole('menuitemradio', { name: item });
    };
    await fireEvent.click(await open('Mute for 8 hours'));
    await vi.waitFor(() => expect(made).toMatchObject([{ notify: 'all' }]));
    const { muted_until } = made[0] as { muted_until: number };
    expect(Math.abs(muted_until - Date.now() - 8 * 3_600_000)).toBeLessThan(60_000);

    await screen.findByRole('button', { name: /Physics 10b.*Muted/ });
    await fireEvent.contextMenu(screen.getByRole('button', { name: /Physics 10b/ }));
    await fireEvent.click(screen.getByRole('menuitem', { name: 'Unmute' }));
    await vi.waitFor(() => expect(made[1]).toMatchObject({ notify: 'all', muted_until: null }));
    await fireEvent.click(await open('Mentions only'));
    await vi.waitFor(() => expect(made[2]).toMatchObject({ notify: 'mentions', muted_until: null }));
  });
});

it('names are found whatever their accents and case', () => {
  const row = app.world.sorted[0];
  if (!row) throw new Error('no row');
  const found = filterRows([{ ...row, name: 'Café Zürich' }], 'ZUR cafe');
  expect(found).toHaveLength(1);
});
