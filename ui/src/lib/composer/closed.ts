/** Why nothing can be written in a conversation now. The server decides again; this spares people a refusal. */
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Millis } from '../ipc/gen/Millis.ts';

export type Closed =
  | { closed: 'left' }
  | { closed: 'archived' }
  /** Only those who look after the room write there. */
  | { closed: 'read_only' }
  | { closed: 'silenced'; until: Millis };

export function closedBy(row: ConversationView, now: Millis): Closed | null {
  const leads = row.role === 'owner' || row.role === 'admin';
  if (row.role === null) return { closed: 'left' };
  if (row.archived) return { closed: 'archived' };
  if (row.posting === 'admins' && !leads) return { closed: 'read_only' };
  if (row.silenced_until !== null && row.silenced_until > now)
    return { closed: 'silenced', until: row.silenced_until };
  return null;
}
