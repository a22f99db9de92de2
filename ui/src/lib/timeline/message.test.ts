import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { message, village } from '../../../tests/fixtures.ts';
import Details from '../panel/Details.svelte';
import Pinned from '../panel/Pinned.svelte';
import type { Message } from '../ipc/gen/Message.ts';
import { App } from '../state/app.svelte.ts';
import { Room } from '../state/room.svelte.ts';
import Bubble from './Bubble.svelte';
import Calendar from './Calendar.svelte';
import Delete from './Delete.svelte';
import Forward from './Forward.svelte';
import Jumps from './Jumps.svelte';
import { messageActions } from './message-actions.ts';
import { addMonths, weeksOf } from './month.ts';
import News from './News.svelte';
import { reachOf } from './reach.ts';
import { nextMessage } from './walk.ts';

let app: App;
let room: Room;
let calls: [string, unknown][];
beforeEach(async () => {
  const world = village('scene=class');
  calls = world.calls;
  app = new App(world.ipc);
  await app.start();
  if (!app.room) throw new Error('no room is open');
  room = app.room;
});

const named = (name: string) => calls.filter(([each]) => each === name).map(([, args]) => args);
const hands = { view: vi.fn(), menu: vi.fn(), pick: vi.fn() };
function said(text: string): Message {
  const item = room.timeline.stretch.items.find(
    (each) => each.item === 'message' && each.body?.kind === 'text' && each.body.text.includes(text),
  );
  if (item?.item !== 'message') throw new Error(text);
  return item;
}
function made(more: Partial<Message> = {}): Message {
  const item = message('m', 7, more);
  if (item.item !== 'message') throw new Error('no message');
  return item;
}
const labels = (of: Message) => messageActions(app, room, of).map(({ label }) => label);
const take = (of: Message, label: string) =>
  messageActions(app, room, of)
    .find((action) => action.label === label)
    ?.run?.();
const show = (of: Message, near = true) =>
  render(Stage, {
    props: {
      app,
      piece: Bubble,
      props: {
        room,
        hands,
        near,
        line: { line: 'message', id: of.id, message: of, first: true, last: true, at: of.at },
      },
    },
  });

describe('what can be done with a message', () => {
  it('is everything for one of my own, and only what I may for another', () => {
    expect(labels(said('I can redo'))).toEqual([
      'Reply',
      'Edit',
      'Copy text',
      'Copy link',
      'Forward',
      'Pin',
      'Mark unread from here',
      'Details',
      'Delete',
    ]);
    expect(labels(said('second run'))).not.toContain('Edit');
    expect(labels(said('second run'))).not.toContain('Delete');
    expect(labels(made({ body: null }))).toEqual([
      'Copy link',
      'Mark unread from here',
      'About \u2068Someone\u2069',
      'Details',
    ]);
  });

  it('is to try again or give up what was refused, the message or its edit', () => {
    const failed = { state: 'failed', code: 'forbidden' } as const;
    expect(labels(made({ seq: null, own: true, send: failed }))).toEqual([
      'Edit',
      'Copy text',
      'Retry',
      'Delete',
    ]);
    expect(labels(made({ own: true, edit: failed }))).toEqual(
      expect.arrayContaining(['Retry', 'Undo the change']),
    );
  });

  it('asks before it deletes, and opens the details beside the conversation', async () => {
    take(said('I can redo'), 'Delete');
    expect(app.sheet).toMatchObject({ sheet: 'delete_message' });
    render(Stage, { props: { app, piece: Delete, props: { sheet: app.sheet, onclose: vi.fn() } } });
    await fireEvent.click(screen.getByRole('button', { name: 'Delete', hidden: true }));
    expect(named('delete_message')).toHaveLength(1);
    take(said('second run'), 'Details');
    expect(app.panel).toMatchObject({ panel: 'details' });
  });

  it('marks unread from there, and counts nothing as read any more', async () => {
    const from = said('second run');
    take(from, 'Mark unread from here');
    await waitFor(() => expect(room.timeline.divider?.after).toBe((from.seq ?? 0) - 1));
    expect(named('mark_unread')).toEqual([{ key: room.key, seq: from.seq }]);
    const before = named('read').length;
    room.seen(9999);
    expect(named('read')).toHaveLength(before);
    // Who comes back to it reads it again.
    app.focused = true;
    new Room(app, room.key).seen(from.seq ?? 0);
    expect(named('read').at(-1)).toEqual({ key: room.key, seq: from.seq });
  });

  it('hands the link to the clipboard while the press is still being answered', async () => {
    const copied: Promise<Blob>[] = [];
    const item = vi.fn(function (what: Record<string, Promise<Blob>>) {
      copied.push(...Object.values(what));
    });
    vi.stubGlobal('ClipboardItem', item);
    vi.stubGlobal('navigator', Object.create(navigator, { clipboard: { value: { write: vi.fn() } } }));
    take(said('second run'), 'Copy link');
    expect(copied).toHaveLength(1);
    expect((await copied[0])?.type).toBe('text/plain');
    vi.unstubAllGlobals();
  });
});

describe('reactions', () => {
  it('come with one press and go with the next, and say whose they are', async () => {
    const plain = said('second run');
    show(plain);
    await fireEvent.click(screen.getByRole('button', { name: /React with .*👍/ }));
    expect(named('react')).toEqual([{ key: room.key, message: plain.id, emoji: '👍', on: true }]);
    const me = app.world.accounts[0]?.me.id ?? '';
    show(made({ reactions: [{ emoji: '🎉', users: [me, 'x'] }] }), false);
    const chip = screen.getByRole('button', { name: /🎉.* by .*You and/iu });
    expect(chip).toHaveAttribute('aria-pressed', 'true');
    await fireEvent.click(chip);
    expect(named('react').at(-1)).toMatchObject({ emoji: '🎉', on: false });
  });
});

it('a quote tells words that were deleted from a message that is not here', () => {
  const { author, id } = said('second run');
  show(made({ reply_to: { message: id, author, body: null } }));
  expect(screen.getByText('Message deleted')).toBeInTheDocument();
  show(made({ reply_to: { message: 'elsewhere', author: null, body: null } }));
  expect(screen.getByText('The message is not here')).toBeInTheDocument();
});

it('what was read out goes when its message is deleted', async () => {
  render(Stage, { props: { app, piece: News, props: { room } } });
  const seq =
    Math.max(...room.timeline.stretch.items.map((item) => ('seq' in item ? (item.seq ?? 0) : 0))) + 1;
  const said = (body: Message['body']) =>
    room.timeline.apply({ change: 'items', key: room.key, items: [message('new', seq, { body })] });
  said({ kind: 'text', text: 'a slip' });
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('a slip'));
  said(null);
  await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent(/^$/));
});

it('a message says whose it was, that it is pinned, and that its edit was refused', () => {
  const teacher = said('The report is due').author;
  show(
    made({
      own: true,
      pinned: true,
      forwarded: { author: teacher, at: 1 },
      edit: { state: 'failed', code: 'forbidden' },
    }),
  );
  expect(screen.getByText(/Forwarded from/)).toBeInTheDocument();
  expect(screen.getByLabelText('Pinned')).toBeInTheDocument();
  expect(screen.getByText(/Not changed:/)).toBeInTheDocument();
});

it('a message goes on to several conversations at once', async () => {
  const sheet = { sheet: 'forward', key: room.key, message: said('second run') };
  render(Stage, { props: { app, piece: Forward, props: { sheet, onclose: vi.fn() } } });
  const field = screen.getByRole('combobox', { hidden: true });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await fireEvent.keyDown(field, { key: 'ArrowDown' });
  await fireEvent.keyDown(field, { key: 'Enter' });
  await fireEvent.click(screen.getByRole('button', { name: /Forward to .*2/, hidden: true }));
  expect(named('forward')).toMatchObject([
    { messages: [sheet.message.id], to: [expect.any(String), expect.any(String)] },
  ]);
});

it('the panels show what is pinned, and who has read a message', async () => {
  render(Stage, { props: { app, piece: Pinned, props: { room } } });
  await screen.findByText(/The report is due/);
  render(Stage, { props: { app, piece: Details, props: { room, message: said('I can redo').id } } });
  await screen.findByText(/Read by/);
  expect(screen.getByText('Sent')).toBeInTheDocument();
});

it('the next mention is gone to, and the one after it', async () => {
  render(Stage, { props: { app, piece: Jumps, props: { room, down: false, up: false } } });
  await fireEvent.click(screen.getByRole('button', { name: /mentions you/ }));
  await waitFor(() => expect(room.timeline.hit).not.toBeNull());
  expect(named('next_mention')).toEqual([{ key: room.key, after: null }]);
});

it('says so where the next mention is not here and cannot be fetched', async () => {
  const { call } = app.ipc;
  app.ipc.call = ((name: string, ...args: unknown[]) =>
    name === 'next_mention'
      ? Promise.resolve(null)
      : (call as (...all: unknown[]) => unknown)(name, ...args)) as typeof call;
  render(Stage, { props: { app, piece: Jumps, props: { room, down: false, up: false } } });
  await fireEvent.click(screen.getByRole('button', { name: /mentions you/ }));
  expect(await screen.findByText(/has not arrived on this computer yet/)).toBeInTheDocument();
});

it('an own message was read by nobody, by some, by all', () => {
  const own = made({ own: true, seq: 5 });
  const others = ['a', 'b'];
  expect(reachOf(own, [], others)).toBe('sent');
  expect(reachOf(own, [{ user: 'a', seq: 4 }], others)).toBe('sent');
  expect(reachOf(own, [{ user: 'a', seq: 5 }], others)).toEqual({ readBy: 1, all: false });
  expect(
    reachOf(
      own,
      [
        { user: 'a', seq: 5 },
        { user: 'b', seq: 9 },
      ],
      others,
    ),
  ).toEqual({ readBy: 2, all: true });
  expect(reachOf(made({ own: true, seq: null }), [{ user: 'a', seq: 5 }], others)).toBe('sent');
});

it('the arrow keys pass over what is no message', () => {
  const lines = [
    { line: 'message', id: 'a', message: made(), first: true, last: true, at: 1 },
    { line: 'day', id: 'd', at: 2 },
    { line: 'message', id: 'b', message: made(), first: true, last: true, at: 3 },
  ] as const;
  expect(nextMessage([...lines], 0, 'ArrowDown')).toBe(2);
  expect(nextMessage([...lines], 2, 'ArrowUp')).toBe(0);
  expect(nextMessage([...lines], 0, 'ArrowUp')).toBeNull();
  expect(nextMessage([...lines], 0, 'x')).toBeNull();
});

describe('the calendar', () => {
  it('has six whole weeks, whatever the hours of its days', () => {
    const weeks = weeksOf(2026, 2, 1);
    expect(weeks).toHaveLength(6);
    expect(weeks[0]?.[0]).toMatchObject({ day: 23, inside: false });
    expect(weeks.flat().filter(({ inside }) => inside)).toHaveLength(31);
    expect(new Date(addMonths(new Date(2026, 2, 31).getTime(), -1))).toEqual(new Date(2026, 1, 28));
  });

  it('is walked with the keys and answers with a day', async () => {
    const onpick = vi.fn();
    const from = new Date(2026, 2, 14, 18).getTime();
    render(Stage, { props: { app, piece: Calendar, props: { from, onpick } } });
    await fireEvent.keyDown(screen.getByRole('grid'), { key: 'ArrowUp' });
    await waitFor(() => expect(document.activeElement).toHaveTextContent('7'));
    await fireEvent.click(document.activeElement as Element);
    expect(onpick).toHaveBeenCalledWith(new Date(2026, 2, 7).getTime());
  });
});
