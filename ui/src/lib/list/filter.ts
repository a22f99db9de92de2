/** Rows by a part of their name, whatever its case or accents. */
import type { ConversationView } from '../ipc/gen/ConversationView.ts';

export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase();

export function filterRows(rows: ConversationView[], query: string): ConversationView[] {
  const words = fold(query).split(/\s+/u).filter(Boolean);
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const name = fold(row.name);
    return words.every((word) => name.includes(word));
  });
}
