/**
 * The list of what was found, row by row: people and conversations by that name, files, then messages. Messages from
 * everywhere stand together by conversation, page by page: a later page never moves what is on screen.
 */
import type { ConversationId } from '../ipc/gen/ConversationId.ts';
import type { HitView } from '../ipc/gen/HitView.ts';
import type { SearchResults } from '../ipc/gen/SearchResults.ts';
import type { UserId } from '../ipc/gen/UserId.ts';

export type Row =
  | { row: 'title'; id: string; of: 'people' | 'conversations' | 'files' | 'messages' }
  | { row: 'person'; id: string; user: UserId }
  | { row: 'conversation'; id: string; conversation: ConversationId }
  | { row: 'file'; id: string; hit: HitView }
  /** Where the messages beneath it were said. */
  | { row: 'group'; id: string; conversation: ConversationId }
  | { row: 'hit'; id: string; hit: HitView };

/** So many of each beside the messages. */
const FEW = 3;

export const canBeTaken = ({ row }: Row): boolean => row !== 'title' && row !== 'group';

export function rowsOf(found: SearchResults, pages: HitView[][], here: ConversationId | null): Row[] {
  const rows: Row[] = [];
  if (here === null) {
    const people = found.people.slice(0, FEW);
    const conversations = found.conversations.slice(0, FEW);
    const files = found.files.slice(0, FEW);
    if (people.length > 0) rows.push({ row: 'title', id: 'people', of: 'people' });
    for (const user of people) rows.push({ row: 'person', id: `person-${user}`, user });
    if (conversations.length > 0) rows.push({ row: 'title', id: 'conversations', of: 'conversations' });
    for (const conversation of conversations)
      rows.push({ row: 'conversation', id: `conversation-${conversation}`, conversation });
    if (files.length > 0) rows.push({ row: 'title', id: 'files', of: 'files' });
    for (const hit of files) rows.push({ row: 'file', id: `file-${hit.message}`, hit });
    if (rows.length > 0 && pages.some((page) => page.length > 0))
      rows.push({ row: 'title', id: 'messages', of: 'messages' });
  }
  const seen = new Set<string>();
  for (const [nth, page] of pages.entries()) {
    const fresh = page.filter(({ message }) => !seen.has(message));
    for (const { message } of fresh) seen.add(message);
    if (here !== null) {
      for (const hit of fresh) rows.push(hitRow(hit));
      continue;
    }
    const groups = new Map<ConversationId, HitView[]>();
    for (const hit of fresh) groups.set(hit.conversation, [...(groups.get(hit.conversation) ?? []), hit]);
    for (const [conversation, hits] of groups) {
      // A page that goes on with the conversation that the last one ended with needs no second heading.
      const last = rows.at(-1);
      if (last?.row !== 'hit' || last.hit.conversation !== conversation)
        rows.push({ row: 'group', id: `group-${nth}-${conversation}`, conversation });
      for (const hit of hits) rows.push(hitRow(hit));
    }
  }
  return rows;
}

const hitRow = (hit: HitView): Row => ({ row: 'hit', id: `hit-${hit.message}`, hit });

export const hitsOf = (rows: Row[]): HitView[] => rows.flatMap((row) => (row.row === 'hit' ? [row.hit] : []));
