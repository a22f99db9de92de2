/** Every cause that the desk can name has a sentence in both languages, written by the rules. */
import { parse } from '@fluent/syntax';
import { describe, expect, it } from 'vitest';

import { I18n } from '../i18n/i18n.svelte.ts';
import type { Problem } from '../ipc/problem.ts';
import { problemWords } from '../kit/problem-words.ts';

const types = import.meta.glob<string>('../ipc/gen/{ErrorCode,LineReason,LinkFault,LocalFault}.ts', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const sources = import.meta.glob<string>('../../../i18n/*/problems.ftl', {
  eager: true,
  query: '?raw',
  import: 'default',
});

/** The codes as the generated types name them, so that a new one without words fails here. */
function codes(type: string): string[] {
  const text = Object.entries(types).find(([path]) => path.endsWith(`/${type}.ts`))?.[1] ?? '';
  const union = /export type \w+ =([\s\S]*);/u.exec(text)?.[1] ?? '';
  return [...union.matchAll(/"([a-z_]+)"/gu)].map((match) => match[1] ?? '');
}

const causes = [
  ...codes('ErrorCode').map((code) => ({ source: 'server', code })),
  ...codes('LineReason').map((code) => ({ source: 'line', code })),
  ...codes('LinkFault').map((code) => ({ source: 'link', code })),
  ...codes('LocalFault').map((code) => ({ source: 'local', code })),
].map((cause) => ({ ...cause, detail: '' }) as Problem);

const i18n = (locale: 'en' | 'zh-CN') => {
  const words = new I18n();
  words.choose(locale);
  return words;
};

describe('words for problems', () => {
  it('are looked for under every cause there is', () => {
    expect(codes('ErrorCode')).toContain('invite_expired');
    expect(codes('LineReason')).toContain('key_changed');
    expect(codes('LinkFault')).toHaveLength(3);
    expect(codes('LocalFault')).toContain('port_taken');
  });

  for (const locale of ['en', 'zh-CN'] as const) {
    it(`exist for every cause in ${locale}`, () => {
      const words = i18n(locale);
      const wordless = causes.filter((cause) => problemWords(words, cause).startsWith('problem-'));
      expect(wordless).toEqual([]);
    });
  }

  it('are more precise where the place knows more, and general elsewhere', () => {
    const words = i18n('en');
    const wrong = { source: 'server', code: 'unauthorized', detail: '' } as const;
    expect(problemWords(words, wrong, 'sign-in')).toContain('Handle and password');
    expect(problemWords(words, wrong)).not.toContain('Handle and password');
    expect(problemWords(words, { source: 'server', code: 'internal', detail: '' }, 'sign-in')).toBe(
      problemWords(words, { source: 'server', code: 'internal', detail: '' }),
    );
  });

  it('have no exclamation mark and no code in them, and end as sentences do', () => {
    for (const [path, source] of Object.entries(sources)) {
      for (const entry of parse(source, {}).body) {
        if (entry.type !== 'Message' || !entry.value) continue;
        const text = source.slice(entry.value.span?.start, entry.value.span?.end);
        const name = `${path} ${entry.id.name}: ${text}`;
        expect(text, name).not.toMatch(/[!！]|[a-z]_[a-z]|\berror\b/iu);
        if (/^problem-(?:server|line|link|local)-/u.test(entry.id.name))
          expect(text, name).toMatch(/(?:[.。]|hearth:\/\/)$/u);
      }
    }
  });
});
