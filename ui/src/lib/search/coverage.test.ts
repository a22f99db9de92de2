import { beforeEach, describe, expect, it, vi } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import type { Change } from '../ipc/gen/Change.ts';
import type { CoverageView } from '../ipc/gen/CoverageView.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { App } from '../state/app.svelte.ts';
import { Coverage } from './coverage.svelte.ts';

const view = (here: number): CoverageView => ({
  complete: here === 100,
  since: null,
  here,
  all: 100,
  fetching: false,
  paused: null,
});

let app: App;
let coverage: Coverage;
/** What is asked waits here. */
let gates: (() => void)[];
let asked: string[];
beforeEach(async () => {
  const { ipc: inner } = village('scene=room');
  gates = [];
  asked = [];
  const ipc = {
    ...inner,
    call: async (name: string, args: unknown) => {
      if (name !== 'coverage' && name !== 'fetch_rest')
        return (inner.call as (name: string, args: unknown) => Promise<unknown>)(name, args);
      asked.push(name);
      await new Promise<void>((resolve) => gates.push(resolve));
      return name === 'coverage' ? view(10) : null;
    },
  } as unknown as Ipc;
  app = new App(ipc);
  await app.start();
  coverage = new Coverage(app, app.account ?? '', null);
});

function hear(here: number) {
  const changes: Change[] = [
    { change: 'coverage', account: coverage.account, here: null, coverage: view(here) },
  ];
  app.world.take({ update: 'changes', revision: app.world.revision + 1, changes });
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

describe('how much of the past is here', () => {
  it('is what was heard last, though an older answer comes after it', async () => {
    coverage.watch();
    hear(100);
    gates[0]?.();
    await settled();
    expect(coverage.view?.here).toBe(100);
  });

  it('can be asked for again where the server gave no more', async () => {
    const asking = coverage.fetchRest();
    expect(coverage.asked).toBe(true);
    gates[0]?.();
    await asking;
    expect(asked).toEqual(['fetch_rest']);
    expect(coverage.asked).toBe(false);
  });

  it('is what is answered where nothing was heard', async () => {
    coverage.watch();
    gates[0]?.();
    await vi.waitFor(() => expect(coverage.view?.here).toBe(10));
  });
});
