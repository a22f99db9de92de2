import { render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { village } from '../../../tests/fixtures.ts';
import type { ExportView } from '../ipc/gen/ExportView.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { App } from '../state/app.svelte.ts';
import { Exports } from './exports.svelte.ts';
import Progress from './Progress.svelte';

const view = (id: number, state: ExportView['state']): ExportView => ({
  id,
  account: 'account',
  here: null,
  path: '/home/lena/Hearth',
  state,
});
const running = (id: number) => view(id, { state: 'running', done: 1, total: 9 });

let app: App;
/** What is asked waits here. */
let gates: ((views: ExportView[]) => void)[];
beforeEach(async () => {
  const { ipc: inner } = village('scene=room');
  gates = [];
  const ipc = {
    ...inner,
    call: async (name: string, args: unknown) =>
      name === 'exports'
        ? new Promise((resolve) => gates.push(resolve))
        : (inner.call as (name: string, args: unknown) => Promise<unknown>)(name, args),
  } as unknown as Ipc;
  app = new App(ipc);
  await app.start();
});

function hear(view: ExportView) {
  const changes = [{ change: 'export' as const, export: view }];
  app.world.take({ update: 'changes', revision: app.world.revision + 1, changes });
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('what is written out', () => {
  it('stays done where an older answer comes later that says it is running', async () => {
    const exports = new Exports(app);
    exports.watch();
    hear(view(1, { state: 'cancelled' }));
    gates[0]?.([running(1)]);
    await settled();
    expect(exports.of('account', null)?.state.state).toBe('cancelled');
  });

  it('takes from an answer what nothing was heard of', async () => {
    const exports = new Exports(app);
    exports.watch();
    hear(view(1, { state: 'cancelled' }));
    gates[0]?.([running(1), running(2)]);
    await settled();
    expect(exports.of('account', null)?.id).toBe(2);
  });
});

describe('how it ended', () => {
  const show = (state: ExportView['state']) =>
    render(Stage, { props: { app, piece: Progress, props: { view: view(1, state) } } });

  it('names the place where something lies', () => {
    show({ state: 'done', messages: 3, files: 1, missing: 0, complete: true });
    expect(screen.getByText('/home/lena/Hearth')).toBeTruthy();
  });

  it('names no place where nothing was left', () => {
    show({ state: 'cancelled' });
    expect(screen.getByText('Stopped. Nothing was left behind.')).toBeTruthy();
    expect(screen.queryByText('/home/lena/Hearth')).toBeNull();
  });

  it('names no place after a failure', () => {
    show({ state: 'failed', problem: { source: 'local', code: 'internal', detail: '' } });
    expect(screen.getByRole('alert')).toBeTruthy();
    expect(screen.queryByText('/home/lena/Hearth')).toBeNull();
  });
});
