import { render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { village } from '../../../tests/fixtures.ts';
import type { SearchCall } from '../ipc/gen/SearchCall.ts';
import type { SearchResults } from '../ipc/gen/SearchResults.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { App } from '../state/app.svelte.ts';
import Count from './Count.svelte';
import { Completion } from './completion.svelte.ts';
import type { Search } from './search.svelte.ts';
import SearchPanel from './SearchPanel.svelte';

let app: App;
let search: Search;
let asked: SearchCall[];
/** Lets a test hold answers back and change them. */
let answer: (call: SearchCall, found: SearchResults) => Promise<SearchResults>;

beforeEach(async () => {
  const { ipc: inner } = village('scene=room');
  asked = [];
  answer = async (_call, found) => found;
  const ipc = {
    ...inner,
    call: async (name: string, args: unknown) => {
      const found = await (inner.call as (name: string, args: unknown) => Promise<unknown>)(name, args);
      if (name !== 'search') return found;
      asked.push(args as SearchCall);
      return answer(args as SearchCall, found as SearchResults);
    },
  } as unknown as Ipc;
  app = new App(ipc);
  await app.start();
  search = app.search;
});

async function look(text: string, scope: 'here' | 'everywhere' = 'here') {
  search.open(scope);
  search.box.text = text;
  search.caret = text.length;
  search.ask();
  await vi.waitFor(() => expect(asked.at(-1)?.text.trim()).toBe(search.box.query.trim()));
  await vi.waitFor(() => expect(search.found).not.toBeNull());
}
const words = () => search.hits.map(({ snippet }) => snippet.map(({ text }) => text).join(''));

describe('looking for something', () => {
  it('is done here or everywhere, and marks what was found', async () => {
    await look('soup');
    expect(asked.at(-1)).toMatchObject({ here: app.room?.key.conversation, order: 'newest', after: null });
    expect(words()[0]).toContain('There is soup in the fridge');
    expect(search.hits[0]?.snippet.filter(({ hit }) => hit)).toEqual([{ text: 'soup', hit: true }]);
    const here = search.hits.length;
    await look('soup', 'everywhere');
    await vi.waitFor(() => expect(search.hits.length).toBeGreaterThan(here));
    expect(asked.at(-1)?.here).toBeNull();
  });

  it('finds a single Chinese character', async () => {
    await look('菜');
    expect(words().some((line) => line.includes('小白菜'))).toBe(true);
  });

  it('asks one question at a time, and the last one at the end', async () => {
    const gates: (() => void)[] = [];
    answer = (_call, found) => new Promise((resolve) => gates.push(() => resolve(found)));
    search.open('here');
    for (const text of ['s', 'so', 'sou', 'soup']) {
      search.box.text = text;
      search.ask();
    }
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    expect(asked.map(({ text }) => text)).toEqual(['s']);
    gates[0]?.();
    await vi.waitFor(() => expect(gates).toHaveLength(2));
    gates[1]?.();
    await vi.waitFor(() => expect(search.found?.parts[0]?.value).toBe('soup'));
    expect(asked.map(({ text }) => text)).toEqual(['s', 'soup']);
  });

  it('stays at a hit that was gone to before the last letter was answered', async () => {
    await look('sou');
    const gates: (() => void)[] = [];
    answer = (_call, found) => new Promise((resolve) => gates.push(() => resolve(found)));
    search.box.text = 'soup';
    search.ask();
    expect(search.busy).toBe(true);
    const second = search.hits[1];
    if (!second) throw new Error('less than two were found');
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    await search.goTo(second);
    gates[0]?.();
    await vi.waitFor(() => expect(search.busy).toBe(false));
    expect(search.found?.parts[0]?.value).toBe('soup');
    expect(search.opened?.message).toBe(second.message);
    expect(search.place).toBe(2);
    // Another question begins at its own first hit.
    answer = (_call, found) => Promise.resolve(found);
    await look('soup in');
    await vi.waitFor(() => expect(search.busy).toBe(false));
    expect(search.opened).toBeNull();
  });

  it('goes on page by page until there is no more', async () => {
    await look('e', 'everywhere');
    const first = search.hits.length;
    expect(first).toBe(40);
    while (await search.more());
    expect(search.hits.length).toBe(search.found?.count?.n);
    expect(new Set(search.hits.map(({ message }) => message)).size).toBe(search.hits.length);
    expect(search.hasMore).toBe(false);
  });

  it('drops a page that comes after another question was answered', async () => {
    await look('e', 'everywhere');
    const gates: (() => void)[] = [];
    answer = (call, found) =>
      call.after === null
        ? Promise.resolve(found)
        : new Promise((resolve) => gates.push(() => resolve(found)));
    const page = search.more();
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    await look('soup', 'everywhere');
    await vi.waitFor(() => expect(search.found?.parts[0]?.value).toBe('soup'));
    const before = words();
    gates[0]?.();
    expect(await page).toBe(false);
    expect(words()).toEqual(before);
  });

  it('goes on by itself where a page was looked through in vain', async () => {
    answer = async (call, found) => (call.after === null ? { ...found, hits: [], next: '0' } : found);
    await look('soup');
    await vi.waitFor(() => expect(search.hits.length).toBeGreaterThan(0));
  });

  it('goes on past any number of pages that were looked through in vain', async () => {
    await look('e', 'everywhere');
    const { length } = search.hits;
    let vain = 0;
    answer = async (call, found) => (++vain % 3 === 0 ? found : { ...found, hits: [], next: call.after });
    expect(await search.more()).toBe(true);
    expect(search.hits.length).toBeGreaterThan(length);
    expect(vain).toBe(3);
  });

  it('says that nothing was found once the last page was looked through in vain', async () => {
    let pass: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (pass = resolve));
    answer = async ({ after }, found) => {
      const nth = Number(after ?? 0);
      if (nth === 2) await gate;
      const next = nth < 4 ? String(nth + 1) : null;
      return { ...found, hits: [], files: [], people: [], conversations: [], next };
    };
    search.open('everywhere');
    search.box.text = 'nowhere';
    render(Stage, { app, piece: SearchPanel });
    await screen.findByText('Looking through older messages');
    await vi.waitFor(() => expect(asked.at(-1)?.after).toBe('2'));
    expect(screen.queryByText('Nothing found')).toBeNull();
    pass();
    await screen.findByText('Nothing found');
    expect(screen.queryByText('Looking through older messages')).toBeNull();
    expect(asked.at(-1)?.after).toBe('4');
  });

  it('offers the next one as long as there may be one', async () => {
    await look('e', 'everywhere');
    const last = search.hits.at(-1);
    if (!last) throw new Error('nothing was found');
    await search.goTo(last);
    render(Stage, { app, piece: Count });
    const next = screen.getByRole('button', { name: 'Next result' });
    expect(next.hasAttribute('disabled')).toBe(false);
    answer = async (_call, found) => ({ ...found, hits: [], next: null });
    expect(await search.more()).toBe(false);
    await vi.waitFor(() => expect(next.hasAttribute('disabled')).toBe(true));
  });

  it('goes on with a new question while the last one is still looked through', async () => {
    await look('e', 'everywhere');
    const gates: (() => void)[] = [];
    answer = (call, found) => {
      if (call.text.trim() === 'soup')
        return Promise.resolve(call.after === null ? { ...found, hits: [], next: '0' } : found);
      return new Promise((resolve) => gates.push(() => resolve({ ...found, hits: [], next: '80' })));
    };
    const old = search.more();
    await vi.waitFor(() => expect(gates).toHaveLength(1));
    await look('soup');
    await vi.waitFor(() => expect(search.hits.length).toBeGreaterThan(0));
    gates[0]?.();
    expect(await old).toBe(false);
    expect(words()[0]).toContain('soup');
    expect(gates).toHaveLength(1);
  });

  it('stops where a page could not be read, and says so', async () => {
    await look('e', 'everywhere');
    answer = () => Promise.reject({ source: 'local', code: 'internal', detail: '' });
    expect(await search.more()).toBe(false);
    expect(search.problem?.code).toBe('internal');
    answer = async (_call, found) => found;
    expect(await search.more()).toBe(true);
    expect(search.problem).toBeNull();
  });

  it('says what went wrong, and keeps what was found before', async () => {
    await look('soup');
    const before = words();
    answer = () => Promise.reject({ source: 'local', code: 'internal', detail: '' });
    search.box.text = 'soups';
    search.ask();
    await vi.waitFor(() => expect(search.problem?.code).toBe('internal'));
    expect(words()).toEqual(before);
  });

  it('asks nothing where nothing is asked', async () => {
    await look('soup');
    search.clear();
    await vi.waitFor(() => expect(search.found).toBeNull());
    expect(asked).toHaveLength(1);
  });
});

describe('what was found', () => {
  it('is gone to, next and previous, and the list stays as it was', async () => {
    await look('soup');
    const rows = search.rows;
    expect(search.place).toBe(0);
    expect(await search.step(1)).toBe(true);
    expect(search.place).toBe(1);
    expect(app.room?.timeline.hit).toBe(search.hits[0]?.message);
    await search.step(1);
    expect(search.place).toBe(2);
    await search.step(-1);
    expect(search.place).toBe(1);
    expect(await search.step(-1)).toBe(false);
    expect(search.rows).toBe(rows);
    expect(app.panel).toEqual({ panel: 'search' });
  });

  it('is walked through past the end of a page', async () => {
    await look('e', 'everywhere');
    const last = search.hits.at(-1);
    if (!last) throw new Error('nothing was found');
    await search.goTo(last);
    expect(await search.step(1)).toBe(true);
    expect(search.place).toBe(41);
  });

  it('leads to its own conversation, and the list is there again after it was closed', async () => {
    await look('report', 'everywhere');
    search.offset = 120;
    const elsewhere = search.hits.find(({ conversation }) => conversation !== app.room?.key.conversation);
    if (!elsewhere) throw new Error('nothing was found elsewhere');
    await search.goTo(elsewhere);
    expect(app.room?.key.conversation).toBe(elsewhere.conversation);
    app.panel = null;
    const { rows } = search;
    search.open('everywhere');
    search.ask();
    await vi.waitFor(() => expect(asked.length).toBeGreaterThan(1));
    expect(search.hits.map(({ message }) => message)).toEqual(
      rows.flatMap((row) => (row.row === 'hit' ? [row.hit.message] : [])),
    );
    expect(search.offset).toBe(120);
    expect(search.opened?.message).toBe(elsewhere.message);
  });

  it('marks its words in the message that was gone to, and nowhere else', async () => {
    await look('soup');
    await search.step(1);
    const [first, second] = search.hits;
    expect(search.marksOf(first?.message ?? '')).toEqual(['soup']);
    expect(search.marksOf(second?.message ?? '')).toEqual([]);
    search.leave();
    expect(search.marksOf(first?.message ?? '')).toEqual([]);
  });

  it('goes from the list when it is deleted', async () => {
    await look('soup');
    const { length } = search.hits;
    const gone = search.hits[2];
    if (!gone || !app.room) throw new Error('nothing was found');
    await app.ipc.call('delete_message', { key: app.room.key, message: gone.message });
    await vi.waitFor(() => expect(search.hits).toHaveLength(length - 1));
    expect(search.hits).not.toContain(gone);
  });

  it('is walked through by rows, headings left out', async () => {
    await look('to', 'everywhere');
    const first = search.rows.find(({ row }) => row === 'hit');
    expect(search.active).toBe(first?.id);
    search.move(-1);
    expect(search.active).toMatch(/^(?:person|conversation|file)-/u);
    search.move(-100);
    expect(search.active).toMatch(/^person-/u);
    search.move(1);
    search.move(1000);
    expect(search.active).toBe(search.rows.at(-1)?.id);
  });
});

describe('completion', () => {
  const offers = (text: string) => {
    search.box.text = text;
    search.caret = text.length;
    const completion = new Completion(app, search);
    completion.look();
    return { completion, values: completion.offers.map(({ value }) => value) };
  };

  it('offers the people of the conversation here, and everybody everywhere', () => {
    search.open('here');
    expect(offers('from:').values).toEqual(['ann', 'ruth', 'tom', 'waipo', 'liwei', 'me']);
    search.open('everywhere');
    expect(offers('from:yu').values).toEqual(['yuki']);
  });

  it('offers conversations, kinds and days', () => {
    search.open('everywhere');
    expect(offers('in:sun').values).toEqual(['Sunday hikers']);
    expect(offers('has:').values).toContain('link');
    expect(offers('is:m').values).toEqual(['mention', 'mine']);
    expect(offers('before:').values).toHaveLength(6);
    expect(offers('soup').values).toEqual([]);
  });

  it('puts a pill in the place of what was typed', () => {
    search.open('everywhere');
    const { completion } = offers('soup in:sun');
    const offer = completion.current;
    if (!offer) throw new Error('nothing is offered');
    completion.take(offer);
    expect(search.box.pills.map(({ text }) => text)).toEqual(['in:"Sunday hikers"']);
    expect(search.box.text).toBe('soup ');
    expect(completion.open).toBe(false);
  });

  it('is gone for a filter that refused it, until another is begun', () => {
    search.open('everywhere');
    const { completion } = offers('from:');
    completion.refuse();
    expect(completion.open).toBe(false);
    search.box.text = 'from: in:';
    search.caret = 9;
    completion.look();
    expect(completion.open).toBe(true);
  });
});
