import { beforeEach, describe, expect, it, vi } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import type { ImportedPerson } from '../ipc/gen/ImportedPerson.ts';
import type { ImportView } from '../ipc/gen/ImportView.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { App } from '../state/app.svelte.ts';

let app: App;
let asked: () => unknown;

beforeEach(async () => {
  const { ipc, calls } = village('scene=host');
  app = new App(ipc);
  await app.start();
  asked = () => calls.findLast(([name]) => name === 'import_archive')?.[1];
  app.imports.watch();
});

/** Reads it through to the end, and says whom it names. */
async function read(path: string): Promise<ImportedPerson[]> {
  await app.imports.read(path);
  return done();
}

async function done(): Promise<ImportedPerson[]> {
  return vi.waitFor(() => {
    const { state } = app.imports.view ?? {};
    if (state?.state !== 'done') throw new Error('it is still being read');
    return state.report.people;
  });
}

function called(people: ImportedPerson[], handle: string): ImportedPerson {
  const person = people.find((each) => each.handle === handle);
  if (!person) throw new Error(`nobody is called ${handle}`);
  return person;
}

it('stays done where an older answer comes later that says it is running', async () => {
  const { ipc: inner } = village('scene=host');
  let answer: (view: ImportView) => void = () => undefined;
  const late = new Promise<ImportView>((resolve) => (answer = resolve));
  const ipc = {
    ...inner,
    call: async (name: string, args: unknown) =>
      name === 'import_state'
        ? late
        : (inner.call as (name: string, args: unknown) => Promise<unknown>)(name, args),
  } as unknown as Ipc;
  app = new App(ipc);
  await app.start();
  app.imports.watch();
  const view: ImportView = {
    path: '/home/lena/export.zip',
    rehearsal: true,
    people: {},
    state: { state: 'cancelled' },
  };
  const changes = [{ change: 'import' as const, import: view }];
  app.world.take({ update: 'changes', revision: app.world.revision + 1, changes });
  answer({ ...view, state: { state: 'running', read: 1, total: 9, messages: 1, files: 0 } });
  await new Promise((resolve) => setTimeout(resolve));
  expect(app.imports.view?.state.state).toBe('cancelled');
});

describe('who the people of an archive are here', () => {
  it('is as they are called, until somebody says otherwise', async () => {
    const { imports } = app;
    const people = await read('/home/lena/export.zip');
    expect(asked()).toEqual({ path: '/home/lena/export.zip', rehearse: true, people: {} });
    expect(imports.whoIs(called(people, 'ann'))).toBe('ann');
    expect(imports.whoIs(called(people, 'tom.b'))).toBeNull();

    imports.choose(called(people, 'ann'), null);
    imports.choose(called(people, 'tom.b'), 'tom');
    expect(imports.whoIs(called(people, 'ann'))).toBeNull();
    expect(imports.changed).toBe(true);
    await imports.bring();
    expect(asked()).toEqual({
      path: '/home/lena/export.zip',
      rehearse: false,
      people: { ann: null, 'tom.b': 'tom' },
    });
  });

  it('is nothing new where the choice was taken back', async () => {
    const { imports } = app;
    const people = await read('/home/lena/export.zip');
    imports.choose(called(people, 'ann'), null);
    imports.choose(called(people, 'ann'), 'ann');
    expect(imports.changed).toBe(false);
  });

  it('is kept when the same archive is read again, and forgotten with another one', async () => {
    const { imports } = app;
    let people = await read('/home/lena/export.zip');
    expect(called(people, 'karin.s')).toMatchObject({ here: '', account: false });
    imports.choose(called(people, 'karin.s'), 'ann');
    people = await read('/home/lena/export.zip');
    expect(called(people, 'karin.s')).toMatchObject({ here: 'ann', account: true });
    expect(imports.changed).toBe(false);
    imports.choose(called(people, 'karin.s'), null);
    await imports.bring();
    expect(asked()).toMatchObject({ people: { 'karin.s': null } });
    await done();
    await read('/home/lena/another.zip');
    expect(asked()).toEqual({ path: '/home/lena/another.zip', rehearse: true, people: {} });
  });

  it('can be anybody of this hearth, and no former member', async () => {
    const { imports } = app;
    await vi.waitFor(() => expect(imports.members.length).toBeGreaterThan(5));
    expect(imports.members.some(({ former }) => former)).toBe(false);
    expect(imports.members.map(({ handle }) => handle)).toContain('lena');
  });
});
