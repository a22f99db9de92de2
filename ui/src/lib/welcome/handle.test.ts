import { describe, expect, it } from 'vitest';

import { handleFrom, handleIsValid } from './handle.ts';

describe('a handle made from a name', () => {
  it('keeps every script and joins words', () => {
    expect(handleFrom("Ann  O'Neil")).toBe('ann-o-neil');
    expect(handleFrom('王小明')).toBe('王小明');
    expect(handleFrom('Zoë')).toBe('zoë');
    expect(handleFrom('  Lena Weaver  ')).toBe('lena-weaver');
  });

  it('is empty where the name has no letter or digit', () => {
    expect(handleFrom('  🦊 ')).toBe('');
    expect(handleFrom('')).toBe('');
  });

  it('ends after 32 characters and never with a hyphen', () => {
    expect(handleFrom('x'.repeat(50))).toHaveLength(32);
    expect(handleFrom(`${'x'.repeat(31)} y`)).toBe('x'.repeat(31));
    expect(Array.from(handleFrom('𠮷'.repeat(40)))).toHaveLength(32);
  });
});

it('a handle is refused for spaces, capitals and edges', () => {
  for (const good of ['ann', 'a', 'ann-o-neil', '王小明', 'x.y_z'])
    expect(handleIsValid(good), good).toBe(true);
  for (const bad of ['', 'Ann', 'a b', '-a', 'a-', 'a@b', 'x'.repeat(33)])
    expect(handleIsValid(bad), bad).toBe(false);
});
