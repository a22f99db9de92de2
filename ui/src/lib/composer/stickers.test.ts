import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { village } from '../../../tests/fixtures.ts';
import { App } from '../state/app.svelte.ts';
import Composer from './Composer.svelte';

let app: App;
let calls: ReturnType<typeof village>['calls'];
const made = (name: string) => calls.filter(([call]) => call === name).map(([, args]) => args);

beforeEach(async () => {
  const world = village('scene=room');
  calls = world.calls;
  app = new App(world.ipc);
  await app.start();
  render(Stage, { props: { app, piece: Composer, props: { room: app.room } } });
  await fireEvent.click(screen.getByRole('button', { name: 'Stickers' }));
  await fireEvent.click(await screen.findByRole('radio', { name: 'Own' }));
});

const own = () => screen.findByRole('button', { name: /garden|allotment|Own sticker/iu });

describe('own stickers', () => {
  it('are none at first, and say how some are made', async () => {
    expect(await screen.findByText(/Your own stickers come here/)).toBeInTheDocument();
  });

  it('are added from a picture file, sent, and taken away', async () => {
    await fireEvent.click(screen.getByRole('button', { name: 'Add a sticker' }));
    await vi.waitFor(() => expect(made('add_sticker_file')).toHaveLength(1));
    const cell = await own();
    cell.focus();
    await fireEvent.keyDown(cell, { key: 'Delete' });
    await vi.waitFor(() => expect(made('set_stickers')).toMatchObject([{ blobs: [] }]));
    expect(await screen.findByText(/Your own stickers come here/)).toBeInTheDocument();

    await fireEvent.click(screen.getByRole('button', { name: 'Add a sticker' }));
    await own();
    // One alone has no other place.
    await fireEvent.keyDown(await own(), { key: 'ArrowRight', ctrlKey: true });
    expect(made('set_stickers')).toHaveLength(1);
    await fireEvent.click(await own());
    await vi.waitFor(() =>
      expect(made('send_own_sticker')).toMatchObject([{ key: app.room?.key, reply_to: null }]),
    );
    expect(screen.queryByRole('dialog', { name: 'Stickers' })).toBeNull();
  });
});
