/** Whose handle it is that follows an `@`. The same rule as the server's: the longest handle that ends where a word may. */
import type { Profile } from '../ipc/gen/Profile.ts';

/** Words that mean everyone, where one may. */
export const EVERYONE: ReadonlySet<string> = new Set(['room', 'all', '所有人']);

const SPACED = /[\p{Lowercase}\p{Uppercase}\p{N}]/u;
const LETTER = /[\p{Alphabetic}\p{N}]/u;

export type Mentioned = { who: Profile; rest: string } | { who: 'everyone'; written: string; rest: string };

export function mentioned(
  run: string,
  byHandle: ReadonlyMap<string, Profile>,
  everyone: boolean,
): Mentioned | null {
  const letters = [...run];
  for (let end = Math.min(letters.length, 32); end > 0; end -= 1) {
    const last = letters[end - 1] ?? '';
    const next = letters[end] ?? '';
    if (!LETTER.test(last) || (SPACED.test(last) && SPACED.test(next))) continue;
    const written = letters.slice(0, end).join('');
    const rest = letters.slice(end).join('');
    const handle = written.toLowerCase();
    const who = byHandle.get(handle);
    if (who) return { who, rest };
    if (everyone && EVERYONE.has(handle)) return { who: 'everyone', written, rest };
  }
  return null;
}
