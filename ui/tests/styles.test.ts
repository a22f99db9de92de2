/** Colours, sizes of type and radii come from the tokens; nothing is styled in a way that the page's policy blocks. */
import { describe, expect, it } from 'vitest';

const components = import.meta.glob<string>('../src/**/*.svelte', {
  eager: true,
  query: '?raw',
  import: 'default',
});
const sheets = import.meta.glob<string>(['../src/styles/*.css', '!**/tokens.css'], {
  eager: true,
  query: '?raw',
  import: 'default',
});
const tokens =
  Object.values(
    import.meta.glob<string>('../src/styles/tokens.css', { eager: true, query: '?raw', import: 'default' }),
  )[0] ?? '';

const styleOf = (source: string) => /<style[^>]*>([\s\S]*)<\/style>/u.exec(source)?.[1] ?? '';
const styles = [
  ...Object.entries(components).map(([path, source]) => [path, styleOf(source)] as const),
  ...Object.entries(sheets),
].map(([path, css]) => [path, css.replaceAll(/\/\*[\s\S]*?\*\//gu, '')] as const);

function offences(pattern: RegExp): string[] {
  return styles.flatMap(([path, css]) =>
    [...css.matchAll(pattern)].map((match) => `${path}: ${match[0].trim()}`),
  );
}

describe('styles', () => {
  it('write no colour', () => {
    expect(offences(/#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|lab|lch)\(/giu)).toEqual([]);
    expect(
      offences(
        /(?:color|background|border(?:-\w+)?|fill|stroke|outline|box-shadow)\s*:[^;]*\b(?:white|black|red|grey|gray|blue|green|orange)\b/giu,
      ),
    ).toEqual([]);
  });

  it('write no size of type', () => {
    expect(offences(/font-size\s*:(?!\s*(?:var\(|inherit|0\b))[^;]+/giu)).toEqual([]);
    expect(offences(/font\s*:(?!\s*inherit)(?![^;]*var\(--fs-)[^;]+/giu)).toEqual([]);
  });

  it('write no radius', () => {
    expect(
      offences(/border(?:-\w+)*-radius\s*:(?![^;]*(?:var\(|inherit)|\s*(?:0|50%)\s*(?:;|$))[^;]+/giu),
    ).toEqual([]);
  });

  it('use only tokens that exist', () => {
    const known = new Set([...tokens.matchAll(/(--[a-z0-9-]+)\s*:/gu)].map((match) => match[1]));
    const missing = styles.flatMap(([path, css]) => {
      // A component may set some itself, in its sheet or on an element.
      const set = [
        ...css.matchAll(/(--[a-z0-9-]+)\s*:/gu),
        ...(components[path] ?? '').matchAll(/style:(--[a-z0-9-]+)=/gu),
      ];
      const own = new Set(set.map((match) => match[1]));
      return [...css.matchAll(/var\((--[a-z0-9-]+)\s*(,)?/gu)]
        .filter((match) => !match[2] && !known.has(match[1] ?? '') && !own.has(match[1]))
        .map((match) => `${path}: ${match[1]}`);
    });
    expect(missing).toEqual([]);
  });

  it('are never attributes in a template', () => {
    const inline = Object.entries(components).filter(([, source]) =>
      /\sstyle=["{]/u.test(source.replace(styleOf(source), '')),
    );
    expect(inline.map(([path]) => path)).toEqual([]);
  });
});

it('dark is the same whether it was chosen or follows the system', () => {
  const block = (start: string) => {
    const at = tokens.indexOf(start);
    return tokens
      .slice(tokens.indexOf('{', at) + 1, tokens.indexOf('}', at))
      .replaceAll(/\s+/gu, ' ')
      .trim();
  };
  const chosen = block(":root[data-theme='dark']");
  expect(chosen).toContain('--paper');
  expect(block(':root:not([data-theme])')).toBe(chosen);
});

it('what people write never becomes markup', () => {
  const offenders = Object.entries(components).filter(([, source]) => /\{@html|innerHTML/u.test(source));
  expect(offenders.map(([path]) => path)).toEqual([]);
});
