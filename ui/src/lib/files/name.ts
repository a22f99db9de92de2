/**
 * Names of files, which come from other people, as they are shown: without what is not seen and without marks that turn text
 * around, so that a name reads as what it is. The desk makes names safe for the disk by a stricter rule of its own.
 */
const HIDDEN = /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** What is kept together at the end, so that the ending is seen however narrow it is. */
const TAIL = 8;

export function shownName(name: string): string {
  return name.replace(HIDDEN, '').trim() || '?';
}

/** A name in two parts: the first may be cut, the second stays. */
export function nameParts(name: string): { stem: string; tail: string } {
  const shown = [...shownName(name)];
  const at = Math.max(0, shown.length - TAIL);
  return { stem: shown.slice(0, at).join(''), tail: shown.slice(at).join('') };
}
