import { beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { allEmoji, completeEmoji, emojiByCode, GROUPS, inTone, searchEmoji, type Emoji } from './emoji.ts';
import { recentEmoji, rememberedTone, rememberEmoji, rememberTone } from './emoji-memory.ts';

let all: Emoji[];
beforeAll(async () => {
  all = await allEmoji('en');
});
beforeEach(() => localStorage.clear());

const first = (query: string) => completeEmoji(all, query, 5)[0]?.emoji;

describe('emoji', () => {
  it('all have a name, a shortcode and a group', () => {
    expect(all.length).toBeGreaterThan(1800);
    expect(
      all.filter(
        ({ label, codes, group }) => !label || !codes[0] || !(GROUPS as readonly number[]).includes(group),
      ),
    ).toEqual([]);
  });

  it('are called what the window’s language calls them', async () => {
    const chinese = await allEmoji('zh-CN');
    expect(emojiByCode(chinese, 'tada')?.label).toBe('拉炮彩带');
    expect(emojiByCode(all, 'tada')?.label).toBe('party popper');
  });

  it('are found in both languages, whichever is shown', () => {
    expect(searchEmoji(all, '番茄').map(({ emoji }) => emoji)).toContain('🍅');
    expect(searchEmoji(all, 'Tomato')[0]?.emoji).toBe('🍅');
    expect(searchEmoji(all, ':tomato:')[0]?.emoji).toBe('🍅');
    expect(searchEmoji(all, 'no such thing')).toEqual([]);
  });

  it('are completed from shortcodes and from Chinese names', () => {
    expect(first('ta')).toBeDefined();
    expect(first('tada')).toBe('🎉');
    expect(first('+1')).toBe('👍');
    expect(first('thumbs_up')).toBe('👍');
    expect(first('heart_eyes')).toBe('😍');
    expect(completeEmoji(all, '笑', 20).length).toBe(20);
    expect(completeEmoji(all, '番茄', 5)[0]?.emoji).toBe('🍅');
  });

  it('are the same characters wherever they were chosen', () => {
    const known = new Set(all.map(({ emoji }) => emoji));
    expect(recentEmoji().filter((emoji) => !known.has(emoji))).toEqual([]);
  });

  it('have five skin tones or none', () => {
    const wave = emojiByCode(all, 'wave');
    expect(wave && [0, 1, 5].map((tone) => inTone(wave, tone))).toEqual(['👋', '👋🏻', '👋🏿']);
    const tada = emojiByCode(all, 'tada');
    expect(tada && inTone(tada, 3)).toBe('🎉');
    const pair = all.find(({ label }) => label === 'people holding hands');
    expect(pair?.tones[2]).toBe('🧑🏽‍🤝‍🧑🏽');
  });
});

describe('what is remembered', () => {
  it('is the newest first, each once, and not without end', () => {
    for (let i = 0; i < 40; i += 1) rememberEmoji(String.fromCodePoint(0x1f400 + i));
    rememberEmoji('🐀');
    const recent = recentEmoji();
    expect(recent[0]).toBe('🐀');
    expect(recent).toHaveLength(24);
    expect(new Set(recent).size).toBe(24);
  });

  it('survives nonsense', () => {
    localStorage.setItem('hearth.emoji.recent', '{"a"');
    localStorage.setItem('hearth.emoji.tone', '77');
    expect(recentEmoji()).toContain('👍');
    expect(rememberedTone()).toBe(0);
    rememberTone(4);
    expect(rememberedTone()).toBe(4);
  });
});
