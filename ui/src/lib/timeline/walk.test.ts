import { expect, it } from 'vitest';

import { messageOf } from './walk.ts';

it('knows the message of a button in it, but not of what opens over it', () => {
  document.body.innerHTML =
    '<article data-message="a"><button id="chip"></button><div role="menu"><button id="item"></button></div></article>';
  expect(messageOf(document.querySelector('article'))).toBe('a');
  expect(messageOf(document.querySelector('#chip'))).toBe('a');
  expect(messageOf(document.querySelector('#item'))).toBeUndefined();
  expect(messageOf(document.body)).toBeUndefined();
});
