/** Bringing an archive in: nothing is read here, but it is read through first and says what would come of it. */
import type { ImportCall } from '../../gen/ImportCall.ts';
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
  const step = (call: ImportCall, nth: number) => {
    if (view?.state.state !== 'running') return;
    const { path, rehearse: rehearsal, people } = call;
    if (nth === STEPS) {
      set({ path, rehearsal, people, state: { state: 'done', report: reportOf(call) } });
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
    set({ path, rehearsal, people, state });
    setTimeout(() => step(call, nth + 1), world.still ? 0 : STEP_MS);
  };

  return {
    choose_archive: ({ folder }) => (folder ? '/home/lena/slack export' : '/home/lena/slack export.zip'),
    import_archive: (call) => {
      const { path, rehearse: rehearsal, people } = call;
      const state = { state: 'running' as const, read: 0, total: TOTAL, messages: 0, files: 0 };
      set({ path, rehearsal, people, state });
      setTimeout(() => step(call, 1), 0);
      return null;
    },
    cancel_import: () => {
      if (view?.state.state === 'running') set({ ...view, state: { state: 'cancelled' } });
      return null;
    },
    import_state: () => view,
  } satisfies Partial<Answers>;
}

/** Who wrote it. Without a word of the person's, those of whose handle there is an account here have it. */
const authors = [
  { handle: 'ann', name: 'Ann', account: true },
  { handle: 'tom.b', name: 'Tom B.', account: false },
  { handle: 'waipo', name: '外婆', account: true },
  { handle: 'allotment.committee.2019', name: 'The committee of the allotments of 2019', account: false },
];

/** In a private chat only; without an account here nothing of it comes in. */
const alone = { handle: 'karin.s', name: 'Karin S.' };

function reportOf({ rehearse, people }: ImportCall): ImportReport {
  const entered = rehearse ? 0 : 2;
  const who = authors.map(({ handle, name, account }) => {
    const chosen = people[handle];
    if (chosen === undefined) return { handle, name, here: handle, account };
    return { handle, name, here: chosen ?? handle, account: chosen !== null };
  });
  const here = people[alone.handle] ?? '';
  const chat =
    here === ''
      ? { added: 0, left_out: 31, why: { why: 'nobody_here' as const }, entered: 0 }
      : { added: 31, left_out: 0, why: null, entered: rehearse ? 0 : 1 };
  return {
    source: 'slack',
    name: 'Allotment club',
    people: [...who, { ...alone, here, account: here !== '' }],
    conversations: [
      { name: 'general', added: 1204, known: 0, left_out: 0, why: null, entered },
      { name: '种菜', added: 588, known: 48, left_out: 3, why: null, entered },
      { name: 'karin.s, tom.b', known: 0, ...chat },
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
