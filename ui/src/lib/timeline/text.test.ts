import { expect, it } from 'vitest';

import { isOnlyEmoji, languageOf } from './text.ts';

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
