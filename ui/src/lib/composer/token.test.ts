import { describe, expect, it } from 'vitest';

import { closedShortcode, inCode, tokenAt } from './token.ts';

/** The bar marks the cursor. */
const at = (marked: string) => tokenAt(marked.replace('|', ''), marked.indexOf('|'));
const query = (marked: string) => at(marked)?.query ?? null;

describe('a name after @', () => {
  it('begins at the sign alone and grows with every letter', () => {
    expect(at('@|')).toEqual({ kind: 'mention', from: 0, to: 1, query: '' });
    expect(at('so, @an|')).toEqual({ kind: 'mention', from: 4, to: 7, query: 'an' });
    expect(query('(@li|)')).toBe('li');
    expect(query('@王小|')).toBe('王小');
    expect(query('@ruth_w|')).toBe('ruth_w');
  });

  it('may follow Chinese words, which have no space after them', () => {
    expect(query('你好@李|')).toBe('李');
    expect(query('好，@李|')).toBe('李');
  });

  it('is none in an e-mail address or inside a word', () => {
    for (const text of ['ann@exa|', 'ann.b@exa|', 'a@|', '7@x|', 'ann@example.org|', '@@a|', 'x/@a|'])
      expect(query(text)).toBeNull();
  });

  it('ends at a space, and far away from its sign', () => {
    expect(query('@ann |')).toBeNull();
    expect(query('@ann!|')).toBeNull();
    expect(query(`@${'a'.repeat(33)}|`)).toBeNull();
  });
});

describe('an emoji after :', () => {
  it('begins with two letters, or one Chinese character', () => {
    expect(query(':t|')).toBeNull();
    expect(query(':ta|')).toBe('ta');
    expect(query(':笑|')).toBe('笑');
    expect(query('soup :+1|')).toBe('+1');
  });

  it('is none in a time, an address or a smile', () => {
    for (const text of ['12:30|', 'http://ex|', 'c:\\te|', '::ab|', ':-)|', 'note: so|'])
      expect(query(text)).toBeNull();
  });

  it('is closed by a second colon', () => {
    expect(closedShortcode('so :tada:', 9)).toEqual({ kind: 'emoji', from: 3, to: 9, query: 'tada' });
    expect(closedShortcode('12:30:', 6)).toBeNull();
    expect(closedShortcode('tada:', 5)).toBeNull();
  });
});

describe('code', () => {
  it('holds neither names nor emoji', () => {
    for (const text of ['`@an|', '`@an|`', 'a `b` `@an|', '```\n@an|', '~~~ts\nx\n@an|', '``a ` @an|'])
      expect(query(text)).toBeNull();
  });

  it('is over after its end', () => {
    expect(query('`a` @an|')).toBe('an');
    expect(query('```\na\n```\n@an|')).toBe('an');
    expect(query('`a\n\n@an|')).toBe('an');
    expect(inCode('`a', 2)).toBe(true);
    expect(inCode('```\n~~~\n', 8)).toBe(true);
  });
});
