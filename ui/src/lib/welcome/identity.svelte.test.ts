import { people } from '../../assets/avatars/index.ts';
import { expect, it } from 'vitest';

import { IdentityDraft } from './identity.svelte.ts';

it('the handle follows the name until it is written', () => {
  const identity = new IdentityDraft();
  identity.name = 'Lena Weaver';
  expect(identity.handleShown).toBe('lena-weaver');
  identity.handle = 'lw';
  expect(identity.handleShown).toBe('lw');
});

it('nothing is wrong until one tries to go on', () => {
  const identity = new IdentityDraft();
  identity.handle = 'Not This';
  expect(identity.tells('name')).toBe(false);
  expect(identity.take()).toBeNull();
  expect(identity.tells('name')).toBe(true);
  expect(identity.tells('handle')).toBe(true);
  expect(identity.more, 'the field with the fault is uncovered').toBe(true);
});

it('what is left empty is left to the server', () => {
  const identity = new IdentityDraft();
  identity.name = '  Lena ';
  expect(identity.take()).toEqual({
    name: 'Lena',
    handle: null,
    picture: { kind: 'drawn', name: identity.picture.drawn },
    password: null,
  });
  expect(people).toContain(identity.picture.drawn);
});

it('a short password is refused before the server has to', () => {
  const identity = new IdentityDraft();
  identity.name = 'Lena';
  identity.password = '1234567';
  expect(identity.take()).toBeNull();
  identity.password = '12345678';
  expect(identity.take()?.password).toBe('12345678');
});
