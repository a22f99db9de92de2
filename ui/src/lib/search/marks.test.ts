import { expect, it } from 'vitest';

import { rangesOf } from './marks.ts';

it('words are marked where they stand, the longer before the shorter', () => {
  const root = document.createElement('div');
  root.append('Tomatoes and a tomato, ', document.createElement('b'), '番茄');
  root.querySelector('b')?.append('tomato soup');
  const found = rangesOf(root, ['tomato', 'tomato soup', '番']).map(String);
  expect(found).toEqual(['tomato', 'tomato soup', '番']);
});

it('nothing is marked for no words, and no more than anybody reads', () => {
  const root = document.createElement('div');
  root.append('a '.repeat(1000));
  expect(rangesOf(root, [])).toEqual([]);
  expect(rangesOf(root, ['a'])).toHaveLength(200);
});
