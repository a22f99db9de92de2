import { expect, it } from 'vitest';

import { near } from './near.svelte.ts';

it('one message at a time shows its bar: where the pointer or the focus came last', () => {
  near.came('a', 'focus');
  near.came('b', 'pointer');
  expect(near.at).toBe('b');
  near.came('c', 'focus');
  expect(near.at).toBe('c');
  near.left('c', 'focus');
  expect(near.at).toBe('b');
  near.came('d', 'focus');
  near.left('b', 'pointer');
  expect(near.at).toBe('d');
  // What was left twice, or for something else, changes nothing.
  near.left('b', 'pointer');
  near.left('a', 'focus');
  expect(near.at).toBe('d');
  near.left('d', 'focus');
  expect(near.at).toBeNull();
});
