/** Why nothing can be written in a conversation now. The server decides again; this spares people a refusal. */
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Millis } from '../ipc/gen/Millis.ts';
import type { UserId } from '../ipc/gen/UserId.ts';

export type Closed =
  | { closed: 'left' }
  | { closed: 'archived' }
  /** Only those who look after the room write there. */
  | { closed: 'read_only' }
  | { closed: 'silenced'; until: Millis }
  /** This person takes no messages from the other one. */
  | { closed: 'blocked' };

const leads = (row: ConversationView): boolean => row.role === 'owner' || row.role === 'admin';

/** `blocked` are those whom this person has blocked. */
export function closedBy(row: ConversationView, now: Millis, blocked: readonly UserId[] = []): Closed | null {
  if (row.role === null) return { closed: 'left' };
  if (row.peer !== null && blocked.includes(row.peer)) return { closed: 'blocked' };
  if (row.archived) return { closed: 'archived' };
  if (row.posting === 'admins' && !leads(row)) return { closed: 'read_only' };
  if (row.silenced_until !== null && row.silenced_until > now)
    return { closed: 'silenced', until: row.silenced_until };
  return null;
}

/** Until when the room wants a pause after the person's last message, written at `lastSent`; null: it wants none. */
export function slowUntil(row: ConversationView, lastSent: Millis | null, now: Millis): Millis | null {
  if (row.slow_seconds === 0 || lastSent === null || leads(row)) return null;
  // A clock that was set back must not make anybody wait for longer than the room wants.
  const until = Math.min(lastSent, now) + row.slow_seconds * 1000;
  return until > now ? until : null;
}
