/** Colours code: which part of it is a word of the language, a text, a number. Only colours; the letters stay. */

export type Look = 'key' | 'str' | 'num' | 'fn' | 'note' | null;
export interface Part {
  text: string;
  look: Look;
}

/** Longer code, or more parts, stays plain. */
const LONGEST = 20_000;
const PARTS = 2000;

/** What the highlighter's names mean here. The rest is plain. */
const looks: Record<string, Look> = {
  keyword: 'key',
  literal: 'key',
  'selector-tag': 'key',
  name: 'key',
  section: 'key',
  deletion: 'key',
  meta: 'key',
  string: 'str',
  regexp: 'str',
  symbol: 'str',
  addition: 'str',
  'template-tag': 'str',
  number: 'num',
  attr: 'num',
  attribute: 'num',
  'selector-class': 'num',
  title: 'fn',
  built_in: 'fn',
  type: 'fn',
  'selector-id': 'fn',
  comment: 'note',
  quote: 'note',
  doctag: 'note',
};

/** Null: nothing is known about this language, or it is too long. */
export async function highlight(text: string, language: string): Promise<Part[] | null> {
  if (language === '' || text.length > LONGEST) return null;
  const { lowlight } = await import('./languages.ts');
  if (!lowlight.registered(language)) return null;
  const parts: Part[] = [];
  flatten(lowlight.highlight(language, text).children, null, parts);
  return parts.length > PARTS ? null : parts;
}

/** What the highlighter's tree is made of, as far as it is used here. */
interface Twig {
  type: string;
  value?: string;
  properties?: { className?: unknown };
  children?: Twig[];
}

function flatten(twigs: Twig[], look: Look, parts: Part[]): void {
  for (const twig of twigs) {
    if (twig.value !== undefined) {
      const last = parts.at(-1);
      if (last?.look === look) last.text += twig.value;
      else parts.push({ text: twig.value, look });
    }
    if (twig.children) flatten(twig.children, lookOf(twig) ?? look, parts);
  }
}

function lookOf(twig: Twig): Look {
  const names = twig.properties?.className;
  const first: unknown = Array.isArray(names) ? names[0] : undefined;
  return typeof first === 'string' ? (looks[first.replace(/^hljs-/u, '')] ?? null) : null;
}
