import { render, screen, waitFor } from '@testing-library/svelte';
import type { Component } from 'svelte';
import { describe, expect, it } from 'vitest';

import { said } from '../../../tests/hands.ts';
import { village } from '../../../tests/fixtures.ts';
import Stage from '../../../tests/Stage.svelte';
import { App } from '../state/app.svelte.ts';
import HostingCard from './HostingCard.svelte';
import InviteCard from './InviteCard.svelte';
import { Invites } from './invites.svelte.ts';
import { drawQr } from './qr.ts';

describe('a QR code', () => {
  const code = drawQr(
    'hearth://lena-desk.local:7340/j/Kt4vQ2mWx7?k=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
  );

  it('leaves room for the mark in its very middle, on whole squares', () => {
    expect(code.mark.at * 2 + code.mark.side).toBe(code.side);
    expect(Number.isInteger(code.mark.at)).toBe(true);
    expect((code.mark.side / code.side) ** 2, 'well under what level Q mends').toBeLessThan(0.08);
  });

  it('draws nothing under the mark', () => {
    const end = code.mark.at + code.mark.side;
    for (const [, x, y, length] of code.path.matchAll(/M(\d+) (\d+)h(\d+)/gu)) {
      const within = Number(y) >= code.mark.at && Number(y) < end;
      if (within) expect(Number(x) >= end || Number(x) + Number(length) <= code.mark.at).toBe(true);
    }
  });
});

describe('invites', () => {
  it('are made once for the same choice and again only when asked', async () => {
    const { ipc, calls } = village('scene=host');
    const made = () => calls.filter(([name]) => name === 'make_invite').length;
    await new Invites(ipc, 'a', 'room').show();
    await new Invites(ipc, 'a', 'room').show();
    expect(made()).toBe(1);
    const third = new Invites(ipc, 'a', 'room');
    third.expiry = 'day';
    third.uses = 5;
    await third.show();
    expect(calls.at(-1)).toEqual([
      'make_invite',
      { account: 'a', conversation: 'room', expires_in_ms: 86_400_000, uses: 5 },
    ]);
    await third.show(true);
    expect(made()).toBe(3);
  });
});

// Each piece has props of its own.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
async function stage(piece: Component<any>, query: string, props?: (app: App) => Record<string, unknown>) {
  const { ipc, calls } = village(query);
  const app = new App(ipc);
  await app.start();
  render(Stage, { props: { app, piece, props: props?.(app) ?? {} } });
  return { app, calls };
}

describe('the card', () => {
  const props = (app: App) => ({ account: app.account, conversation: app.room?.key.conversation ?? null });

  it('holds link, choices, code and words, each with its name', async () => {
    await stage(InviteCard, 'scene=host', props);
    const link = await screen.findByRole('textbox', { name: 'Invite link' });
    expect(link).toHaveAttribute('readonly');
    expect(screen.getByRole('img', { name: 'Invite as a QR code' })).toBeVisible();
    expect(screen.getByRole('combobox', { name: 'How long it works' })).toHaveValue('week');
    expect(screen.getByRole('combobox', { name: 'How many people' })).toHaveValue('null');
    expect(screen.getAllByRole('listitem')).toHaveLength(6);
  });

  it('says who can use the link, and how to let others in', async () => {
    await stage(InviteCard, 'scene=host', props);
    const how = await screen.findByRole('button', { name: 'see how' });
    expect(how).toHaveAttribute('aria-expanded', 'false');
    how.click();
    await waitFor(() => expect(how).toHaveAttribute('aria-expanded', 'true'));
    expect(screen.getByText(/forward port/u)).toBeVisible();
  });
});

describe('hosting', () => {
  it('says what burns and where', async () => {
    await stage(HostingCard, 'scene=host');
    expect(screen.getByText(said('Lena’s desk is lit'))).toBeVisible();
    expect(screen.getByText('lena-desk.local:7340')).toBeVisible();
    expect(screen.getByText('One connection')).toBeVisible();
  });

  it('offers the free port where the wanted one is taken', async () => {
    const { app, calls } = await stage(HostingCard, 'scene=host');
    app.world.hosting = { state: 'failed', fault: 'port_taken', port: 7340, offered: 7341 };
    (await screen.findByRole('button', { name: said('Use 7341') })).click();
    await waitFor(() =>
      expect(calls.at(-1)).toEqual([
        'set_hosting',
        { on: true, name: 'Lena’s desk', port: 7341, announce: false },
      ]),
    );
  });

  it('asks before everybody is cut off', async () => {
    const { calls } = await stage(HostingCard, 'scene=host');
    screen.getByRole('button', { name: 'Stop hosting' }).click();
    const dialog = await screen.findByRole('dialog', { name: 'Stop hosting?' });
    expect(calls.filter(([name]) => name === 'set_hosting')).toEqual([]);
    dialog.querySelector<HTMLButtonElement>('footer button:last-child')?.click();
    await waitFor(() => expect(calls.at(-1)).toMatchObject(['set_hosting', { on: false }]));
  });

  it('is visible on the network only once that is switched on, and says when the network refuses', async () => {
    const { app, calls } = await stage(HostingCard, 'scene=host');
    const visible = screen.getByRole('switch', { name: 'Also visible on your network' });
    expect(visible).not.toBeChecked();
    visible.click();
    await waitFor(() => expect(calls.at(-1)).toMatchObject(['set_hosting', { on: true, announce: true }]));
    expect(visible).toBeChecked();
    if (app.world.hosting.state !== 'on') throw new Error('it burns');
    app.world.hosting = { ...app.world.hosting, announced: 'failed' };
    expect(await screen.findByText(/does not pass this on/u)).toBeVisible();
  });
});
