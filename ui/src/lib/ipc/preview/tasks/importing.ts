/** Bringing an archive in: nothing is read here, but it is read through first and says what would come of it. */
import type { ImportReport } from '../../gen/ImportReport.ts';
import type { ImportView } from '../../gen/ImportView.ts';
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

const TOTAL = 48_000_000;
const STEPS = 12;
const STEP_MS = 150;

export function importing(world: World) {
  let view: ImportView | null = null;

  const set = (next: ImportView) => {
    view = next;
    world.tell({ change: 'import', import: next });
  };
  const step = (path: string, rehearsal: boolean, nth: number) => {
    if (view?.state.state !== 'running') return;
    if (nth === STEPS) {
      set({ path, rehearsal, state: { state: 'done', report: reportOf(rehearsal) } });
      return;
    }
    const part = nth / STEPS;
    const read = Math.round(TOTAL * part);
    const state = {
      state: 'running' as const,
      read,
      total: TOTAL,
      messages: Math.round(1840 * part),
      files: Math.round(61 * part),
    };
    set({ path, rehearsal, state });
    setTimeout(() => step(path, rehearsal, nth + 1), world.still ? 0 : STEP_MS);
  };

  return {
    choose_archive: ({ folder }) => (folder ? '/home/lena/slack export' : '/home/lena/slack export.zip'),
    import_archive: ({ path, rehearse }) => {
      const state = { state: 'running' as const, read: 0, total: TOTAL, messages: 0, files: 0 };
      set({ path, rehearsal: rehearse, state });
      setTimeout(() => step(path, rehearse, 1), 0);
      return null;
    },
    cancel_import: () => {
      if (view?.state.state === 'running') set({ ...view, state: { state: 'cancelled' } });
      return null;
    },
    import_state: () => view,
  } satisfies Partial<Answers>;
}

function reportOf(rehearsal: boolean): ImportReport {
  return {
    source: 'slack',
    name: 'Allotment club',
    people: [
      { handle: 'ann', name: 'Ann', here: 'ann', account: true },
      { handle: 'tom.b', name: 'Tom B.', here: 'tom.b', account: false },
      { handle: 'waipo', name: '外婆', here: 'waipo', account: true },
    ],
    conversations: [
      { name: 'general', added: 1204, known: 0, left_out: 0, why: null, entered: rehearsal ? 0 : 2 },
      { name: '种菜', added: 588, known: 48, left_out: 3, why: null, entered: rehearsal ? 0 : 2 },
    ],
    files: 61,
    file_bytes: 31_400_000,
    reactions: 214,
    remarks: [
      { what: 'thread_reply', count: 37, examples: ['general/2025-03-02.json#4'] },
      { what: 'file_missing', count: 4, examples: ['general/2025-03-09.json#11: plan.pdf'] },
    ],
  };
}
