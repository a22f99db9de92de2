/** The words that somebody hostile would write: one list for the tests here and for the one in the real web view. */
import written from './hostile.json';

export interface Hostile {
  name: string;
  text: string;
  /** Where its links may lead; undefined where another test says it. */
  links: string[] | undefined;
  /** The words over its link name another place. */
  deceives: boolean;
}

type Part = string | (string | number)[];

export const hostile: Hostile[] = written.map((each) => ({
  name: each.name,
  text: ([each.text].flat(1) as Part[]).map(expand).join(''),
  links: 'links' in each ? each.links : undefined,
  deceives: 'deceives' in each,
}));

/** Long runs are written as what is repeated and how often. */
function expand(part: Part): string {
  if (typeof part === 'string') return part;
  const [of, times] = part;
  return String(of).repeat(Number(times));
}
