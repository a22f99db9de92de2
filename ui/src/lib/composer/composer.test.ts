import { beforeEach, describe, expect, it, vi } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { Message } from '../ipc/gen/Message.ts';
import { App } from '../state/app.svelte.ts';
import { keyOf } from '../state/keys.ts';

let app: App;
let calls: ReturnType<typeof village>['calls'];
const made = (name: string) => calls.filter(([call]) => call === name).map(([, args]) => args);
const composer = () => {
  const open = app.room?.composer;
  if (!open) throw new Error('nothing is open');
  return open;
};
const rowNamed = (name: string): Key => {
  const row = app.world.sorted.find((each) => each.name === name);
  if (!row) throw new Error(`no ${name}`);
  return keyOf(row);
};

/** The newest message with words, own or somebody else's. */
const messageOf = (own: boolean, key = app.room?.key): Message => {
  const item = texts.find((each) => each.own === own && each.conversation === key?.conversation);
  if (!item) throw new Error('no message');
  return item;
};
let texts: Message[];

/** Lets the answers to a call wait until the returned function is called. */
function holdBack(held: string): () => void {
  const { call } = app.ipc;
  let go: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (go = resolve));
  app.ipc.call = (async (name: string, ...args: never[]) => {
    const answer = await (call as (...all: unknown[]) => unknown)(name, ...args);
    if (name === held) await gate;
    return answer;
  }) as typeof call;
  return go;
}

beforeEach(async () => {
  const world = village('scene=room');
  calls = world.calls;
  app = new App(world.ipc);
  await app.start();
  texts = (app.room?.timeline.stretch.items ?? [])
    .flatMap((item) => (item.item === 'message' && item.body?.kind === 'text' ? [item] : []))
    .reverse();
});

describe('a draft', () => {
  it('is restored when its conversation opens', async () => {
    await app.open(rowNamed('Sunday hikers'));
    expect(composer().text).toBe('I can bring the stove if');
  });

  it('is written once the typing pauses', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    composer().write('so');
    composer().write('soup');
    expect(made('set_draft')).toEqual([]);
    await vi.advanceTimersByTimeAsync(500);
    vi.useRealTimers();
    expect(made('set_draft')).toEqual([
      { key: app.room?.key, text: 'soup', reply_to: null, attachments: [], edit: null },
    ]);
  });

  it('is on its way before another conversation is asked for', async () => {
    const kitchen = app.room?.key;
    composer().write('half a sent');
    await app.open(rowNamed('Tom'));
    const order = calls.map(([name]) => name);
    expect(made('set_draft')).toEqual([
      { key: kitchen, text: 'half a sent', reply_to: null, attachments: [], edit: null },
    ]);
    expect(order.lastIndexOf('set_draft')).toBeLessThan(order.lastIndexOf('open'));
    expect(composer().text).toBe('');
    await app.open(kitchen as Key);
    expect(composer().text).toBe('half a sent');
  });

  it('stands before what was typed while it was on its way, and neither is lost', async () => {
    const arrive = holdBack('open');
    const opening = app.open(rowNamed('Sunday hikers'));
    await vi.waitFor(() => expect(app.room?.view?.name).toBe('Sunday hikers'));
    composer().write('something else');
    const flushed = composer().flush();
    expect(made('set_draft')).toEqual([]);
    arrive();
    await opening;
    expect(composer().text).toBe('I can bring the stove if\nsomething else');
    await flushed;
    expect(made('set_draft')).toMatchObject([{ text: 'I can bring the stove if\nsomething else' }]);
  });

  it('survives a message that was sent before it came', async () => {
    const arrive = holdBack('open');
    const opening = app.open(rowNamed('Sunday hikers'));
    await vi.waitFor(() => expect(app.room?.view?.name).toBe('Sunday hikers'));
    composer().write('quick');
    composer().send();
    arrive();
    await opening;
    expect(composer().text).toBe('I can bring the stove if');
    await vi.waitFor(() => expect(made('send_text')).toMatchObject([{ text: 'quick' }]));
  });

  it('holds the answer, what is attached and what is being changed, and all come back', async () => {
    const kitchen = app.room?.key as Key;
    composer().write('words');
    composer().reply(messageOf(false));
    composer().addPaths(['/a.png']);
    await vi.waitFor(() => expect(composer().tray.every((staged) => staged.settled)).toBe(true));
    composer().edit(messageOf(true));
    composer().write('changed');
    await app.open(rowNamed('Tom'));
    expect(made('set_draft').at(-1)).toMatchObject({
      text: 'words',
      reply_to: messageOf(false, kitchen).id,
      attachments: [{ kind: 'picture' }],
      edit: { text: 'changed' },
    });
    await app.open(kitchen);
    expect(composer().words).toBe('changed');
    composer().leaveEdit();
    expect(composer().words).toBe('words');
    expect(composer().replyTo).not.toBeNull();
    expect(composer().tray).toHaveLength(1);
  });

  it('keeps a caption that nothing else was changed with', async () => {
    const kitchen = app.room?.key as Key;
    composer().addPaths(['/a.png']);
    await vi.waitFor(() => expect(composer().tray[0]?.settled).toBe(true));
    await composer().flush();
    const [staged] = composer().tray;
    if (staged) composer().caption(staged, 'the first ones');
    await app.open(rowNamed('Tom'));
    expect(made('set_draft').at(-1)).toMatchObject({ attachments: [{ caption: 'the first ones' }] });
    await app.open(kitchen);
    expect(composer().tray.map(({ caption }) => caption)).toEqual(['the first ones']);
  });

  it('belongs to its own conversation, however fast one goes from room to room', async () => {
    const kitchen = app.room?.key as Key;
    const [tom, hikers] = [rowNamed('Tom'), rowNamed('Sunday hikers')];
    composer().write('for the kitchen');
    await Promise.all([app.open(tom), app.open(hikers), app.open(kitchen), app.open(hikers), app.open(tom)]);
    expect(app.room?.key).toEqual(tom);
    expect(composer().text).toBe('');
    composer().write('for Tom');
    await Promise.all([app.open(hikers), app.open(kitchen)]);
    expect(composer().text).toBe('for the kitchen');
    await app.open(tom);
    expect(composer().text).toBe('for Tom');
  });

  it('goes on following the room that one came back to before having left', async () => {
    const kitchen = app.room?.key as Key;
    composer().write('here');
    await Promise.all([app.open(rowNamed('Tom')), app.open(kitchen)]);
    expect(app.room?.key).toEqual(kitchen);
    composer().send();
    await vi.waitFor(() =>
      expect(
        app.room?.timeline.stretch.items.some(
          (item) => item.item === 'message' && item.body?.kind === 'text' && item.body.text === 'here',
        ),
      ).toBe(true),
    );
  });
});

describe('changing an own message', () => {
  it('takes the newest own one, and puts its words into the box', async () => {
    await app.room?.editLast();
    expect(composer().editing?.message.own).toBe(true);
    expect(composer().words).not.toBe('');
    expect(composer().text).toBe('');
  });

  it('saves what is different, and only that', async () => {
    const message = messageOf(true);
    composer().edit(message);
    composer().send();
    expect(composer().editing).toBeNull();
    composer().edit(message);
    composer().write('quite different');
    composer().send();
    await vi.waitFor(() =>
      expect(made('edit_message')).toEqual([
        { key: app.room?.key, message: message.id, text: 'quite different' },
      ]),
    );
    expect(made('send_text')).toEqual([]);
  });

  it('asks before it deletes what was emptied', async () => {
    const message = messageOf(true);
    composer().edit(message);
    composer().write(' ');
    composer().send();
    expect(made('delete_message')).toEqual([]);
    expect(composer().emptied?.id).toBe(message.id);
    await composer().deleteEmptied();
    expect(made('delete_message')).toEqual([{ key: app.room?.key, message: message.id }]);
    expect(composer().editing).toBeNull();
  });

  it('gives way to an answer, and ends when the message is deleted elsewhere', async () => {
    const message = messageOf(true);
    composer().write('beneath');
    composer().edit(message);
    composer().reply(messageOf(false));
    expect(composer().words).toBe('beneath');
    composer().edit(message);
    await app.ipc.call('delete_message', { key: app.room?.key as Key, message: message.id });
    await vi.waitFor(() => expect(composer().editing).toBeNull());
  });

  it('tells nobody that something is being typed', () => {
    composer().edit(messageOf(true));
    composer().write('different');
    expect(made('typing')).toEqual([]);
  });

  it('gives the words back when they did not reach the outbox', async () => {
    const { call } = app.ipc;
    app.ipc.call = ((name: 'edit_message', ...args: never[]) =>
      name === 'edit_message'
        ? Promise.reject({ source: 'local', code: 'disk_full', detail: '' })
        : (call as (...all: unknown[]) => unknown)(name, ...args)) as typeof call;
    composer().edit(messageOf(true));
    composer().write('precious');
    composer().send();
    await vi.waitFor(() => expect(composer().words).toBe('precious'));
  });
});

describe('sending', () => {
  it('never sends white space', () => {
    composer().write(' \n\t ');
    composer().send();
    expect(made('send_text')).toEqual([]);
  });

  it('keeps the order of pressing and empties the box and the draft', async () => {
    for (const text of ['one', 'two', 'three']) {
      composer().write(text);
      composer().send();
    }
    expect(composer().text).toBe('');
    await vi.waitFor(() => expect(made('send_text')).toHaveLength(3));
    expect(made('send_text').map((args) => (args as { text: string }).text)).toEqual(['one', 'two', 'three']);
    await vi.waitFor(() => expect(made('set_draft').at(-1)).toMatchObject({ text: '' }));
  });

  it('answers a message once', async () => {
    const item = app.room?.timeline.stretch.items.find((each) => each.item === 'message');
    if (item?.item !== 'message') throw new Error('no message');
    composer().reply(item);
    composer().write('yes');
    composer().send();
    await vi.waitFor(() => expect(made('send_text')).toMatchObject([{ text: 'yes', reply_to: item.id }]));
    expect(composer().replyTo).toBeNull();
  });

  it('makes the words the caption of the first picture', async () => {
    composer().addPaths(['/a.png', '/b.png']);
    await vi.waitFor(() => expect(composer().tray.every((staged) => staged.attachment)).toBe(true));
    composer().write('tomatoes');
    composer().send();
    await vi.waitFor(() => expect(made('send_picture')).toHaveLength(2));
    expect(made('send_picture')).toMatchObject([{ caption: 'tomatoes' }, { caption: '' }]);
    expect(made('send_text')).toEqual([]);
    expect(composer().tray).toEqual([]);
  });

  it('sends files of any type, in their order, and calls off what is taken away too early', async () => {
    composer().addPaths(['/home/lena/notes.pdf', '/b.png']);
    await vi.waitFor(() => expect(composer().tray.every((staged) => staged.settled)).toBe(true));
    expect(composer().tray.map(({ attachment }) => attachment?.kind)).toEqual(['file', 'picture']);
    const arrive = holdBack('stage_file');
    composer().addPaths(['/home/lena/large.iso']);
    const late = composer().tray.at(-1);
    expect(composer().ready).toBe(false);
    if (late) composer().remove(late);
    await vi.waitFor(() => expect(made('cancel_staging')).toEqual([{ staging: late?.id }]));
    arrive();
    composer().write('the plan');
    composer().send();
    await vi.waitFor(() => expect(made('send_file')).toMatchObject([{ caption: 'the plan' }]));
    await vi.waitFor(() => expect(made('send_picture')).toMatchObject([{ caption: '' }]));
  });

  it('sends a picture as the file it is, and again as a picture, as the person wants it', async () => {
    composer().addPaths(['/garden.png']);
    await vi.waitFor(() => expect(composer().tray[0]?.settled).toBe(true));
    const [staged] = composer().tray;
    if (!staged) throw new Error('nothing is in the tray');
    expect(staged.choosable).toBe(true);
    await composer().sendAsFile(staged, true);
    expect(staged.attachment?.kind).toBe('file');
    await composer().sendAsFile(staged, false);
    expect(staged.attachment?.kind).toBe('picture');
    await composer().sendAsFile(staged, true);
    // It was made a file before.
    expect(made('stage_file')).toMatchObject([{ as_file: false }, { as_file: true }]);
    composer().send();
    await vi.waitFor(() => expect(made('send_file')).toMatchObject([{ file: { name: 'garden.png' } }]));
    expect(made('send_picture')).toEqual([]);
  });

  it('stays a picture where its file cannot be taken', async () => {
    composer().addPaths(['/garden.png']);
    await vi.waitFor(() => expect(composer().tray[0]?.settled).toBe(true));
    const [staged] = composer().tray;
    if (!staged) throw new Error('nothing is in the tray');
    app.ipc.call = (() => Promise.reject({ source: 'local', code: 'disk_full', detail: '' })) as never;
    await composer().sendAsFile(staged, true);
    expect([staged.attachment?.kind, staged.asFile]).toEqual(['picture', false]);
    expect(app.problem).toMatchObject({ code: 'disk_full' });
  });

  it('takes a film in at once, and does not wait for its likeness', async () => {
    const { call } = app.ipc;
    const film = { blob: '0'.repeat(64), mime: 'video/webm', size: 900, name: 'ball.webm' };
    const video = { width: 320, height: 180, duration_ms: 3000 };
    app.ipc.call = ((name: string, ...args: never[]) =>
      name === 'stage_file'
        ? Promise.resolve({ kind: 'file', file: { ...film, video } })
        : (call as (...all: unknown[]) => unknown)(name, ...args)) as typeof call;
    app.ipc.film = () => new Promise(() => undefined);
    composer().addPaths(['/ball.webm']);
    await vi.waitFor(() => expect(composer().ready).toBe(true));
    composer().send();
    await vi.waitFor(() => expect(made('send_file')).toMatchObject([{ file: { name: 'ball.webm' } }]));
  });

  it('gives the words back when they did not reach the outbox', async () => {
    const { call } = app.ipc;
    app.ipc.call = ((name: 'send_text', ...args: never[]) =>
      name === 'send_text'
        ? Promise.reject({ source: 'local', code: 'disk_full', detail: '' })
        : (call as (...all: unknown[]) => unknown)(name, ...args)) as typeof call;
    composer().write('precious');
    composer().send();
    await vi.waitFor(() => expect(composer().text).toBe('precious'));
    expect(app.problem).toMatchObject({ code: 'disk_full' });
  });

  it('is refused above what the server takes', () => {
    composer().write('x'.repeat(16_385));
    expect(composer().ready).toBe(false);
    expect(composer().left).toBe(-1);
  });
});

it('typing is told at most every three seconds', () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(10_000);
  composer().write('a');
  composer().write('ab');
  now.mockReturnValue(13_100);
  composer().write('abc');
  expect(made('typing')).toHaveLength(2);
  now.mockReturnValue(20_000);
  composer().write('abc');
  composer().send();
  expect(made('typing')).toHaveLength(2);
});
