import { beforeEach, describe, expect, it } from 'vitest';

import type { PartView } from '../ipc/gen/PartView.ts';
import { partsOf } from '../ipc/preview/finder.ts';
import { Box } from './box.svelte.ts';

/** What the desk makes of it; nobody but Ann and Kitchen is known. */
const read = (query: string): PartView[] =>
  partsOf(query, {
    people: (name) => ('ann'.startsWith(name.toLowerCase()) && name !== '' ? ['ann'] : []),
    conversations: (name) => (name.toLowerCase() === 'kitchen' ? ['kitchen'] : []),
  });

let box: Box;
beforeEach(() => (box = new Box()));
const type = (text: string, caret = text.length) => {
  box.text = text;
  return box.understand(box.query, read(box.query), caret);
};
const texts = () => box.pills.map(({ text }) => text);

describe('the search box', () => {
  it('makes a pill of a filter that was left, and keeps the rest and the cursor', () => {
    expect(type('from:ann')).toBe(8);
    expect(texts()).toEqual([]);
    expect(type('from:ann ')).toBe(0);
    expect(texts()).toEqual(['from:ann']);
    expect(box.text).toBe('');
    expect(box.pills[0]).toMatchObject({ kind: 'from', value: 'ann', people: ['ann'], known: true });
    expect(type('soup in:kitchen tomato')).toBe(11);
    expect(texts()).toEqual(['from:ann', 'in:kitchen']);
    expect(box.text).toBe('soup tomato');
  });

  it('leaves a filter alone that the cursor stands in, or that means nothing', () => {
    type('from:ann soup', 5);
    type('from:nobody soup');
    expect(texts()).toEqual([]);
    expect(box.text).toBe('from:nobody soup');
  });

  it('makes one pill of a filter that is written twice', () => {
    type('from:ann soup');
    expect(type('from:ann soup')).toBe(4);
    expect(texts()).toEqual(['from:ann']);
    expect(box.text).toBe('soup');
    expect(type('in:kitchen in:kitchen soup')).toBe(4);
    expect(texts()).toEqual(['from:ann', 'in:kitchen']);
  });

  it('takes no answer to another question', () => {
    box.text = 'from:ann soups';
    expect(box.understand('from:ann soup', read('from:ann soup'), 14)).toBe(14);
    expect(texts()).toEqual([]);
  });

  it('asks everything that stands in it', () => {
    type('from:ann in:"kitchen" soup');
    expect(texts()).toEqual(['from:ann', 'in:"kitchen"']);
    expect(box.query).toBe('from:ann in:"kitchen" soup');
  });

  it('makes a text of a pill again, to be changed', () => {
    type('from:ann soup');
    const [pill] = box.pills;
    expect(pill && box.reopen(pill)).toBe(8);
    expect(box.text).toBe('from:ann soup');
    expect(texts()).toEqual([]);
  });

  it('lets pills learn that they mean nothing any more', () => {
    type('from:ann soup');
    const parts = read(box.query).map((part) => ({ ...part, known: part.what !== 'from', people: [] }));
    box.understand(box.query, parts, 0);
    expect(box.pills[0]?.known).toBe(false);
  });
});
