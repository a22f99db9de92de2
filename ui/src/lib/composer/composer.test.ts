import { beforeEach, describe, expect, it, vi } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import type { Key } from '../ipc/gen/Key.ts';
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

beforeEach(async () => {
  const world = village('scene=room');
  calls = world.calls;
  app = new App(world.ipc);
  await app.start();
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

  it('does not come back over what was typed while it was on its way', async () => {
    const opening = app.open(rowNamed('Sunday hikers'));
    await vi.waitFor(() => expect(app.room?.view?.name).toBe('Sunday hikers'));
    composer().write('something else');
    await opening;
    expect(composer().text).toBe('something else');
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
    await vi.waitFor(() => expect(composer().tray.every((staged) => staged.picture)).toBe(true));
    composer().write('tomatoes');
    composer().send();
    await vi.waitFor(() => expect(made('send_picture')).toHaveLength(2));
    expect(made('send_picture')).toMatchObject([{ caption: 'tomatoes' }, { caption: '' }]);
    expect(made('send_text')).toEqual([]);
    expect(composer().tray).toEqual([]);
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
});
