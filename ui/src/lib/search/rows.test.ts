import { describe, expect, it } from 'vitest';

import type { HitView } from '../ipc/gen/HitView.ts';
import type { SearchResults } from '../ipc/gen/SearchResults.ts';
import { hitsOf, rowsOf } from './rows.ts';

const hit = (message: string, conversation: string): HitView => ({
  conversation,
  message,
  seq: 1,
  at: 0,
  author: 'ann',
  snippet: [],
  what: { kind: 'text' },
});
const found = (more: Partial<SearchResults> = {}): SearchResults => ({
  parts: [],
  hits: [],
  next: null,
  count: null,
  files: [],
  people: [],
  conversations: [],
  indexing: null,
  ...more,
});
const ids = (pages: HitView[][], here: string | null = null, more: Partial<SearchResults> = {}) =>
  rowsOf(found(more), pages, here).map(({ id }) => id);

describe('the rows of what was found', () => {
  it('stand by conversation where everything was searched, and plainly where one was', () => {
    const page = [hit('1', 'a'), hit('2', 'b'), hit('3', 'a')];
    expect(ids([page])).toEqual(['group-0-a', 'hit-1', 'hit-3', 'group-0-b', 'hit-2']);
    expect(ids([page], 'a')).toEqual(['hit-1', 'hit-2', 'hit-3']);
  });

  it('are only ever added to by another page', () => {
    const first = [hit('1', 'a'), hit('2', 'b')];
    const before = ids([first]);
    const after = ids([first, [hit('3', 'b'), hit('4', 'a')]]);
    expect(after.slice(0, before.length)).toEqual(before);
    // The page goes on with the conversation that the last one ended with.
    expect(after.slice(before.length)).toEqual(['hit-3', 'group-1-a', 'hit-4']);
  });

  it('name a message once, on whichever pages it comes', () => {
    const rows = rowsOf(found(), [[hit('1', 'a')], [hit('1', 'a'), hit('2', 'a')]], 'a');
    expect(hitsOf(rows).map(({ message }) => message)).toEqual(['1', '2']);
  });

  it('begin with a few people, conversations and files', () => {
    const more = { people: ['p', 'q', 'r', 's'], conversations: ['a'], files: [hit('1', 'a')] };
    expect(ids([[hit('1', 'a')]], null, more)).toEqual([
      'people',
      'person-p',
      'person-q',
      'person-r',
      'conversations',
      'conversation-a',
      'files',
      'file-1',
      'messages',
      'group-0-a',
      'hit-1',
    ]);
    expect(ids([[hit('1', 'a')]], 'a', more)).toEqual(['hit-1']);
  });
});
