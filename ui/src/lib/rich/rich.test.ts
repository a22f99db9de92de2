import { describe, expect, it } from 'vitest';

import type { Profile } from '../ipc/gen/Profile.ts';
import { addressOf, deceives, isForeign, messagePlace, namesSomebody } from './address.ts';
import { cut } from './cut.ts';
import { highlight } from './highlight.ts';
import { mentioned } from './mentions.ts';
import { parse } from './parse.ts';
import { oneLine } from './plain.ts';
import type { Inline } from './tree.ts';

/** The tree, short: what a reader of the test would write. */
const short = (children: Inline[]): string =>
  children
    .map((node) => {
      switch (node.inline) {
        case 'text':
          return node.text;
        case 'code':
          return `code(${node.text})`;
        case 'mention':
          return `at(${node.run})`;
        case 'link':
          return `link(${short(node.children)} > ${node.to.url})`;
        case 'strong':
        case 'em':
        case 'strike':
          return `${node.inline}(${short(node.children)})`;
      }
    })
    .join('');
const words = (source: string): string => {
  const block = parse(source).blocks[0];
  return block && 'children' in block ? short(block.children) : (block?.block ?? '');
};

describe('what is written', () => {
  it.each([
    ['**bold** _it_ *it* ~~gone~~ `a*b`', 'strong(bold) em(it) em(it) strike(gone) code(a*b)'],
    ['snake_case_name and 2 * 3 * 4', 'snake_case_name and 2 * 3 * 4'],
    ['说**“重点”**就是，**你好。**你', '说strong(“重点”)就是，strong(你好。)你'],
    ['one\ntwo', 'one\ntwo'],
    ['\\*not\\* &amp; <b>', '*not* &amp; <b>'],
    ['[words](https://a.example/x_y_z)', 'link(words > https://a.example/x_y_z)'],
    ['![a cat](https://a.example/c.png)', 'link(a cat > https://a.example/c.png)'],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['hi @ann, and @王小明你好', 'hi at(ann), and at(王小明你好)'],
    ['ann@example.org.', 'link(ann@example.org > mailto:ann@example.org).'],
    ['a_b@example.org', 'a_b@example.org'],
    ['`@ann` and `https://a.example`', 'code(@ann) and code(https://a.example)'],
    ['[1]: https://a.example', '[1]: link(https://a.example > https://a.example/)'],
  ])('%j is %j', (source, expected) => {
    expect(words(source)).toBe(expected);
  });

  it('keeps code as it was typed, and ends a fence that nobody closed', () => {
    expect(parse('```Python\nif x:\n    y = "**z**"\n').blocks).toEqual([
      { block: 'code', language: 'python', text: 'if x:\n    y = "**z**"' },
    ]);
    expect(parse('    four spaces').blocks[0]).toMatchObject({ block: 'paragraph' });
  });

  it('nests lists, keeps their numbers and knows tasks', () => {
    const [list] = parse('3. three\n4. four\n   - [x] done\n   - [ ] open').blocks;
    expect(list).toMatchObject({ block: 'list', start: 3 });
    const inner = list?.block === 'list' ? list.items[1]?.blocks[1] : undefined;
    expect(inner).toMatchObject({ block: 'list', start: null, items: [{ done: true }, { done: false }] });
  });

  it('takes what is too deep or too much as it is, and loses no word of it', () => {
    const deep = `${'>'.repeat(50)} deep`;
    expect(parse(deep)).toEqual({
      plain: true,
      blocks: [{ block: 'paragraph', children: [{ inline: 'text', text: deep }] }],
    });
    expect(parse('- a\n'.repeat(2000)).plain).toBe(true);
    expect(parse('```\n').plain).toBe(false);
  });
});

describe('addresses written bare', () => {
  const links = (source: string) =>
    parse(source).blocks.flatMap((block) =>
      'children' in block
        ? block.children.flatMap((node) => (node.inline === 'link' ? [node.to.url] : []))
        : [],
    );
  it.each([
    ['see https://a.example/x?y=1#z, please', ['https://a.example/x?y=1#z']],
    ['(https://a.example/b_(c))', ['https://a.example/b_(c)']],
    ['模板在https://a.example/lab7，谢谢', ['https://a.example/lab7']],
    ['“http://a.example.”', ['http://a.example/']],
    ['**https://a.example/x**', []],
    ['javascript:alert(1) data:text/html,x file:///etc', []],
    ['https:// and http://', []],
    ['two http://a.example http://b.example', ['http://a.example/', 'http://b.example/']],
    ['https://a.example/_x_/y*z*', ['https://a.example/_x_/y*z']],
    ['notahttps://a.example', []],
    ['mailto:ann@a.example', ['mailto:ann@a.example']],
    ['hearth://a.example:7340/m/1/2?k=3', ['hearth://a.example:7340/m/1/2?k=3']],
  ])('in %j are %j', (source, expected) => {
    expect(links(source)).toEqual(expected);
  });
});

describe('where a link goes', () => {
  const to = (url: string) => {
    const address = addressOf(url);
    if (!address) throw new Error(url);
    return address;
  };
  it('is said in ASCII', () => {
    expect(to('https://www.аррӏе.com/')).toMatchObject({ host: 'www.xn--80ak6aa92e.com' });
    expect(isForeign(to('https://www.аррӏе.com/'))).toBe(true);
    expect(isForeign(to('https://apple.com/'))).toBe(false);
    expect(namesSomebody(to('https://bank.example@evil.example/'))).toBe(true);
  });
  it.each([
    ['https://a.example/x', 'https://a.example/y', false],
    ['www.a.example', 'https://a.example/', false],
    ['a.example/login', 'https://b.example/a.example', true],
    ['https://a\u200b.example', 'https://evil.example', true],
    ['the notes of v1.2', 'https://a.example', false],
    ['read this', 'https://a.example', false],
    ['ann@a.example', 'https://evil.example', true],
  ])('%j over %j lies: %s', (label, url, lies) => {
    expect(deceives(label, to(url))).toBe(lies);
  });
});

it('a mention is the longest handle that ends where a word may', () => {
  const person = (handle: string) => ({ id: handle, handle }) as Profile;
  const people = new Map(['ann', '王小明', 'bo-b'].map((handle) => [handle, person(handle)]));
  const who = (run: string) => {
    const found = mentioned(run, people, true);
    return found && [found.who === 'everyone' ? 'everyone' : found.who.handle, found.rest];
  };
  expect(who('Ann')).toEqual(['ann', '']);
  expect(who('annabel')).toBeNull();
  expect(who('王小明你好')).toEqual(['王小明', '你好']);
  expect(who('bo-b')).toEqual(['bo-b', '']);
  expect(who('所有人大家好')).toEqual(['everyone', '大家好']);
  expect(mentioned('room', people, false)).toBeNull();
});

it('one line of it has no marks left', () => {
  expect(oneLine('**Soup** at [eight](https://a.example), `ok`?\n\n> yes\n- a\n- b\n```js\nlet x\n```')).toBe(
    'Soup at eight, ok? yes • a • b · let x',
  );
  expect(oneLine('# Saturday\nThe plan\n1. Clear the wall\n2. Cut')).toBe(
    'Saturday · The plan · 1. Clear the wall · 2. Cut',
  );
  expect(oneLine('x'.repeat(9000)).length).toBeLessThan(500);
});

it('long words are cut where a line ends, and never inside a pair', () => {
  expect(cut('short')).toBeNull();
  const lines = cut('line\n'.repeat(500)) ?? '';
  expect(lines.split('\n').length).toBeLessThan(60);
  expect((cut('🔥'.repeat(4000)) ?? '').isWellFormed()).toBe(true);
  expect(cut('word '.repeat(550))).toBeNull();
});

it('code is coloured without a letter changing, and stays plain where nothing is known', async () => {
  const source = 'import numpy as np\nprint(40, "x") # note';
  const parts = await highlight(source, 'python');
  expect(parts?.map((part) => part.text).join('')).toBe(source);
  expect(new Set(parts?.map((part) => part.look))).toEqual(
    new Set(['key', null, 'fn', 'num', 'str', 'note']),
  );
  expect(await highlight('x', 'klingon')).toBeNull();
  expect(await highlight('x', '__proto__')).toBeNull();
});

it('a link to a message names its conversation and itself, and nothing else does', () => {
  const [room, said] = ['01930000-0000-7000-8000-0000000000F1', '01940000-0000-7000-8000-000000000002'];
  expect(messagePlace(`hearth://a.example:7340/m/${room}/${said}?k=9c`)).toEqual({
    conversation: room.toLowerCase(),
    message: said,
  });
  expect(messagePlace(`hearth://a.example/j/CODE`)).toBeNull();
  expect(messagePlace(`https://a.example/m/${room}/${said}`)).toBeNull();
  expect(messagePlace(`hearth://a.example/m/${room}/${said}/more`)).toBeNull();
});
