/**
 * What is being named at the cursor: somebody after `@`, an emoji after `:`. It only reads; what is offered for it is
 * decided elsewhere.
 */
export interface Token {
  kind: 'mention' | 'emoji';
  /** From the sign to the cursor. */
  from: number;
  to: number;
  /** What stands after the sign. */
  query: string;
}

/** Names and handles are at most this long; beyond it nobody is being named. */
const LONGEST = 32;
/** Two letters of a shortcode say little enough; one Chinese character says as much. */
const LEAST_LETTERS = 2;

const HAN = /\p{Script=Han}/u;
const NAME = /^[\p{L}\p{M}\p{N}._-]*$/u;
const SHORTCODE = /^[\p{L}\p{M}\p{N}+_-]*$/u;
/** A sign after one of these belongs to an address, a time or a path. Chinese is written without spaces. */
const GLUED = /[\p{L}\p{M}\p{N}@:/._%+\\-]/u;

export function tokenAt(text: string, caret: number): Token | null {
  const start = Math.max(0, caret - LONGEST - 1);
  const near = text.slice(start, caret);
  const sign = Math.max(near.lastIndexOf('@'), near.lastIndexOf(':'));
  if (sign < 0) return null;
  const from = start + sign;
  const query = near.slice(sign + 1);
  const before = characterBefore(text, from);
  if (GLUED.test(before) && !HAN.test(before)) return null;
  const kind = near[sign] === '@' ? 'mention' : 'emoji';
  if (!(kind === 'mention' ? NAME : SHORTCODE).test(query)) return null;
  if (kind === 'emoji' && [...query].length < (HAN.test(query) ? 1 : LEAST_LETTERS)) return null;
  return inCode(text, from) ? null : { kind, from, to: caret, query };
}

/** The shortcode that was just closed with a second colon, such as `:tada:`. */
export function closedShortcode(text: string, caret: number): Token | null {
  if (text[caret - 1] !== ':') return null;
  const token = tokenAt(text, caret - 1);
  return token?.kind === 'emoji' ? { ...token, to: caret } : null;
}

function characterBefore(text: string, at: number): string {
  return [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? '';
}

/**
 * Whether a place lies in code: in a fence, or after a run of backticks that its paragraph has not closed with a run of the
 * same length. An open run counts, since somebody who has just typed it is writing code.
 */
export function inCode(text: string, at: number): boolean {
  let fence: string | null = null;
  let paragraph = '';
  for (const line of text.slice(0, at).split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/u.exec(line)?.[1];
    if (mark && (fence === null || mark.startsWith(fence))) {
      fence = fence === null ? mark : null;
      paragraph = '';
    } else {
      paragraph = line.trim() === '' ? '' : `${paragraph}\n${line}`;
    }
  }
  if (fence !== null) return true;
  let open: number | null = null;
  for (const [run] of paragraph.matchAll(/`+/gu)) {
    if (open === null) open = run.length;
    else if (open === run.length) open = null;
  }
  return open !== null;
}
