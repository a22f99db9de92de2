import { describe, expect, it } from 'vitest';

import { isOnlyEmoji, languageOf, partsOf } from './text.ts';

const links = (text: string) => partsOf(text).flatMap((part) => (part.part === 'link' ? [part.url] : []));
const whole = (text: string, names: string[] = []) =>
  partsOf(text, names)
    .map((part) => part.text)
    .join('');

describe('links', () => {
  it.each([
    ['see https://a.example/x?y=1#z, please', ['https://a.example/x?y=1#z']],
    ['(https://a.example/b_(c))', ['https://a.example/b_(c)']],
    ['模板在https://a.example/lab7，谢谢', ['https://a.example/lab7']],
    ['“http://a.example.”', ['http://a.example']],
    ['javascript:alert(1) data:text/html,x file:///etc', []],
    ['https:// and http://', []],
    ['two http://a.example http://b.example', ['http://a.example', 'http://b.example']],
  ])('in %j are %j', (text, expected) => {
    expect(links(text)).toEqual(expected);
    expect(whole(text)).toBe(text);
  });
});

it('mentions of the reader are found whatever their case, and nothing is lost', () => {
  const text = 'hey @lena, and @Lena again <b>not markup</b>';
  expect(partsOf(text, ['Lena', 'lena']).filter((part) => part.part === 'me')).toHaveLength(2);
  expect(whole(text, ['Lena'])).toBe(text);
});

it('only a few emoji and nothing else are shown large', () => {
  expect(['🍜🔥', '👍🏽', '❤️', '👨‍👩‍👧 🎉', '🇩🇪'].every(isOnlyEmoji)).toBe(true);
  expect(['', '  ', '12', 'ok 👍', '🔥'.repeat(20), '#'].some(isOnlyEmoji)).toBe(false);
});

it('the language of the glyphs follows the script', () => {
  expect([languageOf('饺子'), languageOf('これは寿司'), languageOf('김치'), languageOf('soup')]).toEqual([
    'zh-CN',
    'ja',
    'ko',
    undefined,
  ]);
});
