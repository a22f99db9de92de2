import { expect, it } from 'vitest';

import type { Profile } from '../ipc/gen/Profile.ts';
import { findPeople } from './people.ts';

const person = (id: string, name: string, handle = id): Profile => ({
  id,
  name,
  handle,
  avatar: { kind: 'drawn', name: 'person-fox' },
});
const all = [
  person('zoe', 'Zoë'),
  person('ann', 'Ann'),
  person('johanna', 'Johanna'),
  person('ming', '王小明'),
];
const found = (query: string, without: string[] = []) =>
  findPeople(all, query, new Set(without)).map(({ id }) => id);

it('people are found by part of a name or handle, in any script, with or without accents', () => {
  expect(found('zoe')).toEqual(['zoe']);
  expect(found('小明')).toEqual(['ming']);
  expect(found('@ming')).toEqual(['ming']);
  expect(found('nobody')).toEqual([]);
});

it('a former member is nobody to write to', () => {
  expect(findPeople([{ ...person('carl', 'Carl'), former: true }], 'carl', new Set())).toEqual([]);
});

it('who begins with the words comes first', () => {
  expect(found('an')).toEqual(['ann', 'johanna']);
});

it('those who are in already are not offered', () => {
  expect(found('', ['ann', 'zoe'])).toEqual(['johanna', 'ming']);
});
