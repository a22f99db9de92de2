/** Every sentence exists in both languages, with the same words in it, and every key that code names exists. */
import { parse, Visitor, type Message, type SelectExpression, type VariableReference } from '@fluent/syntax';
import { describe, expect, it } from 'vitest';

const files = import.meta.glob<string>('../i18n/*/*.ftl', { eager: true, query: '?raw', import: 'default' });
const code = import.meta.glob<string>(['../src/**/*.{ts,svelte}', '!**/gen/**', '!**/*.test.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

class Variables extends Visitor {
  readonly found = new Set<string>();
  override visitVariableReference(node: VariableReference) {
    this.found.add(node.id.name);
  }
  override visitSelectExpression(node: SelectExpression) {
    this.genericVisit(node);
  }
}

/** What the message is filled with. */
function variables(message: Message): string[] {
  const visitor = new Variables();
  visitor.visit(message);
  return [...visitor.found].sort();
}

function messages(locale: string, desk = false): Map<string, { file: string; words: string[] }> {
  const all = new Map<string, { file: string; words: string[] }>();
  for (const [path, source] of Object.entries(files)) {
    if (!path.includes(`/${locale}/`) || (!desk && path.endsWith('/app.ftl'))) continue;
    const file = path.slice(path.lastIndexOf('/') + 1);
    for (const entry of parse(source, {}).body) {
      if (entry.type === 'Junk') throw new Error(`${path}: ${entry.content}`);
      if (entry.type !== 'Message') continue;
      if (all.has(entry.id.name)) throw new Error(`${locale}: ${entry.id.name} stands twice`);
      all.set(entry.id.name, { file, words: variables(entry) });
    }
  }
  return all;
}

describe('the words', () => {
  it('are the same keys in the same files in both languages, the desk’s too', () => {
    const list = (locale: string) =>
      [...messages(locale, true)].map(([key, { file }]) => `${file} ${key}`).sort();
    expect(list('zh-CN')).toEqual(list('en'));
  });

  it('are filled with the same things, but for counts that a language need not say', () => {
    const chinese = messages('zh-CN', true);
    const different = [...messages('en', true)].filter(
      ([key, { words }]) =>
        words.filter((word) => word !== 'count').join() !==
        (chinese.get(key)?.words ?? []).filter((word) => word !== 'count').join(),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  const known = messages('en');
  const named = Object.entries(code).flatMap(([path, source]) =>
    [...source.matchAll(/\b(?:t|key)\(\s*(?:[^'"`()]+\?\s*)?(['"])([a-z][a-z0-9-]*)\1/gu)].map((match) => ({
      path,
      key: match[2] ?? '',
    })),
  );

  it('exist for every key that code names', () => {
    expect(named.length).toBeGreaterThan(100);
    expect(named.filter(({ key }) => !known.has(key))).toEqual([]);
  });

  it('exist for every beginning of a key that code completes', () => {
    const begun = Object.entries(code).flatMap(([path, source]) =>
      [...source.matchAll(/\b(?:t|has)\(\s*`([a-z][a-z0-9-]*-)\$\{/gu)].map((match) => ({
        path,
        begin: match[1] ?? '',
      })),
    );
    expect(begun.filter(({ begin }) => ![...known.keys()].some((each) => each.startsWith(begin)))).toEqual(
      [],
    );
  });

  it('are all used', () => {
    const sources = Object.values(code).join('\n');
    const begins = [...sources.matchAll(/`([a-z][a-z0-9-]*-)\$\{/gu)].map((match) => match[1] ?? '');
    const unused = [...known.keys()].filter(
      (key) =>
        !sources.includes(`'${key}'`) &&
        !sources.includes(`"${key}"`) &&
        !begins.some((begin) => key.startsWith(begin)),
    );
    expect(unused).toEqual([]);
  });
});
