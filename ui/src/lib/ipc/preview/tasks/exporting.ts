/** Writing out what was said: nothing is written here, but it takes its time and can be stopped. */
import type { ExportId } from '../../gen/ExportId.ts';
import type { ExportView } from '../../gen/ExportView.ts';
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

const STEPS = 20;
const STEP_MS = 150;

export function exporting(world: World) {
  const all = new Map<ExportId, ExportView>();

  const set = (view: ExportView) => {
    all.set(view.id, view);
    world.tell({ change: 'export', export: view });
  };
  const step = (id: ExportId, done: number, total: number) => {
    const view = all.get(id);
    if (view?.state.state !== 'running') return;
    const state: ExportView['state'] =
      done < total
        ? { state: 'running', done, total }
        : { state: 'done', messages: total, files: 6, missing: 2, complete: true };
    set({ ...view, state });
    // Where nothing moves by itself it is seen half done.
    if (done < total && !(world.still && done * 2 >= total))
      setTimeout(
        () => step(id, Math.min(total, done + Math.ceil(total / STEPS)), total),
        world.still ? 0 : STEP_MS,
      );
  };

  return {
    export: ({ account, here, format }) => {
      const id = all.size + 1;
      const total = [...world.conversations.values()]
        .filter(({ view }) => here === null || view.conversation === here)
        .reduce((sum, { items }) => sum + items.length, 0);
      const path = `/home/lena/Hearth ${format}`;
      all.set(id, { id, account, here, path, state: { state: 'running', done: 0, total } });
      setTimeout(() => step(id, 0, total), 0);
      return id;
    },
    cancel_export: ({ export: id }) => {
      const view = all.get(id);
      if (view?.state.state === 'running') set({ ...view, state: { state: 'cancelled' } });
      return null;
    },
    exports: () => [...all.values()],
  } satisfies Partial<Answers>;
}
