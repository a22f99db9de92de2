import { beforeAll, describe, expect, it } from 'vitest';

import type { Profile } from '../ipc/gen/Profile.ts';
import { preparePinyin, soundsIn } from '../kit/pinyin.svelte.ts';
import { callsEveryone, findPeople, mayCallEveryone } from './mentions.ts';

const person = (name: string, handle: string): Profile => ({
  id: handle,
  handle,
  name,
  avatar: { kind: 'drawn', name: '' },
});
const people = [
  person('Ann', 'ann'),
  person('Hannah Weaver', 'hw'),
  person('Élodie', 'elo'),
  person('王小明', 'xm99'),
  person('重阳', 'festival'),
  person('单田芳', 'shan'),
];
const found = (query: string) => findPeople(people, query, soundsIn).map(({ name }) => name);

beforeAll(() => preparePinyin(people.map(({ name }) => name)));

describe('people', () => {
  it('are all offered while nothing is said', () => {
    expect(found('')).toHaveLength(people.length);
  });

  it('are found by name, by any word of it, by handle and without accents', () => {
    expect(found('an')).toEqual(['Ann', 'Hannah Weaver', '单田芳']);
    expect(found('weav')).toEqual(['Hannah Weaver']);
    expect(found('hw')).toEqual(['Hannah Weaver']);
    expect(found('el')).toEqual(['Élodie']);
    expect(found('ÉL')).toEqual(['Élodie']);
    expect(found('小')).toEqual(['王小明']);
  });

  it('are found by the whole sound, by its first letters, and by a mixture', () => {
    for (const sound of ['wangxiaoming', 'wxm', 'wangxm', 'wxiaom', 'wang', 'xiaoming', 'WXM'])
      expect(found(sound)).toEqual(['王小明']);
  });

  it('are found by any way a character is read', () => {
    for (const sound of ['chongyang', 'zhongyang', 'cy', 'zy']) expect(found(sound)).toEqual(['重阳']);
    for (const sound of ['shantianfang', 'dantianfang']) expect(found(sound)).toEqual(['单田芳']);
  });

  it('are nobody for nonsense', () => {
    expect(found('qqq')).toEqual([]);
  });
});

describe('everyone', () => {
  it('is called by its words in both languages and their sound', async () => {
    await preparePinyin(['所有人']);
    for (const query of ['', 'r', 'room', 'all', '所有', 'suoyou', 'syr'])
      expect(callsEveryone(query, soundsIn)).toBe(true);
    for (const query of ['x', 'rooms', 'oom']) expect(callsEveryone(query, soundsIn)).toBe(false);
  });

  it('is offered to those who may, and never in a private chat', () => {
    expect(mayCallEveryone('member', null)).toBe(true);
    expect(mayCallEveryone('guest', null)).toBe(false);
    expect(mayCallEveryone(null, null)).toBe(false);
    expect(mayCallEveryone('owner', 'ann')).toBe(false);
  });
});
