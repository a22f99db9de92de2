import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { message, village } from '../../../tests/fixtures.ts';
import type { Body } from '../ipc/gen/Body.ts';
import type { Message } from '../ipc/gen/Message.ts';
import { App } from '../state/app.svelte.ts';
import Bubble from './Bubble.svelte';
import Banner from './Banner.svelte';

let app: App;
let calls: [string, unknown][];
beforeEach(async () => {
  const world = village('scene=offline');
  calls = world.calls;
  app = new App(world.ipc);
  await app.start();
});

function show(body: Body | null, more: Partial<Message> = {}) {
  const item = message('m', 7, { body, ...more });
  if (item.item !== 'message') throw new Error('no message');
  const line = { line: 'message', id: 'm', message: item, first: true, last: true, at: item.at };
  return render(Stage, {
    props: { app, piece: Bubble, props: { room: app.room, line, onview: vi.fn(), onmenu: vi.fn() } },
  });
}

describe('a bubble', () => {
  it('shows what was written as text and never as markup', () => {
    const { container } = show({ kind: 'text', text: '<img src=x onerror=alert(1)> <b>soup</b>' });
    expect(container.querySelector('.text .p')?.textContent).toContain(
      '<img src=x onerror=alert(1)> <b>soup</b>',
    );
    expect(container.querySelector('.text img, .text b')).toBeNull();
  });

  it('shows where a link goes before anything is opened', async () => {
    show({ kind: 'text', text: 'at https://a.example/x' });
    const link = screen.getByRole('link', { name: 'https://a.example/x' });
    expect(await fireEvent.click(link)).toBe(false);
    expect(calls.some(([name]) => name === 'open_link')).toBe(false);
    expect(app.sheet).toMatchObject({ sheet: 'open_link', to: { url: 'https://a.example/x' } });
  });

  it('has words for a deleted message, a later kind and an unknown sticker', () => {
    show(null);
    expect(screen.getByText('Message deleted')).toBeInTheDocument();
    show({ kind: '?' });
    expect(screen.getByText('This message needs a newer Hearth')).toBeInTheDocument();
    show({ kind: 'sticker', set: 'hearth', name: 'of-a-later-version' });
    expect(screen.getByText('A sticker that this Hearth does not have')).toBeInTheDocument();
  });

  it('says why it was refused and what can be done', async () => {
    show(
      { kind: 'text', text: 'soup' },
      { own: true, seq: null, send: { state: 'failed', code: 'storage_full' } },
    );
    expect(screen.getByText(/Not sent: .*has no disk space left/)).toBeInTheDocument();
    await fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await fireEvent.click(screen.getByRole('button', { name: 'Delete' }));
    expect(screen.getByRole('button', { name: 'Copy' })).toBeInTheDocument();
    expect(calls.map(([name]) => name)).toEqual(expect.arrayContaining(['retry', 'discard']));
  });

  it('says that it waits only when that takes a while', () => {
    show({ kind: 'text', text: 'now' }, { own: true, seq: null, at: Date.now(), send: { state: 'waiting' } });
    expect(screen.queryByLabelText('Waiting to be sent')).toBeNull();
    show(
      { kind: 'text', text: 'then' },
      { own: true, seq: null, at: Date.now() - 5000, send: { state: 'waiting' } },
    );
    expect(screen.getByLabelText('Waiting to be sent')).toBeInTheDocument();
  });
});

it('the banner says what is, when it is tried again, and tries now', async () => {
  const account = app.world.accounts[0];
  render(Stage, { props: { app, piece: Banner, props: { account } } });
  expect(screen.getByText(/Offline, reconnecting in .*\d.* s/)).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('button', { name: 'Try now' }));
  expect(calls.some(([name]) => name === 'try_now')).toBe(true);
});
