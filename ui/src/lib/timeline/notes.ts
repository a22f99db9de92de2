/** What happened to a conversation, in words. */
import { key, type I18n } from '../i18n/i18n.svelte.ts';
import type { Note } from '../ipc/gen/Note.ts';
import type { NoteKind } from '../ipc/gen/NoteKind.ts';
import type { UserId } from '../ipc/gen/UserId.ts';

/** What of a note its sentence needs; a list row knows no more than that. */
export type Noted = Pick<Note, 'author'> & { what: NoteKind; seq?: number };

/** Whoever makes a room is in it as its owner, and whoever makes a chat comes right after; beside the making that is no news. */
export function isMakersEntrance({ what, seq }: Noted): boolean {
  return what.note === 'member' && what.change === 'joined' && (what.role === 'owner' || seq === 2);
}

/** `group`: it is a private chat of several people, no room. */
export function noteWords(
  i18n: I18n,
  { author, what, seq }: Noted,
  me: UserId,
  name: (user: UserId) => string,
  group = false,
): string {
  const own = author === me;
  const say = (others: string, mine: string, words: Record<string, string> = {}) =>
    i18n.t(own ? mine : others, { author: name(author), ...words });
  const opened = () =>
    group
      ? say(key('note-group-opened'), key('note-group-opened-you'))
      : say(key('note-room-opened'), key('note-room-opened-you'));
  if (isMakersEntrance({ author, what })) return opened();
  switch (what.note) {
    case 'room':
      // The first event of a room is its making.
      return seq === undefined || seq === 1
        ? opened()
        : group
          ? say(key('note-group-changed'), key('note-group-changed-you'))
          : say(key('note-room-changed'), key('note-room-changed-you'));
    case 'newer':
      return i18n.t('note-newer');
    case 'member': {
      const user = name(what.user);
      switch (what.change) {
        case 'joined':
          return what.user === me ? i18n.t('note-joined-you') : i18n.t('note-joined', { user });
        case 'added':
          return what.user === me
            ? i18n.t('note-added-me', { author: name(author) })
            : say(key('note-added'), key('note-added-you'), { user });
        case 'left':
          return what.user === me ? i18n.t('note-left-you') : i18n.t('note-left', { user });
        case 'removed':
          return what.user === me
            ? i18n.t('note-removed-me', { author: name(author) })
            : say(key('note-removed'), key('note-removed-you'), { user });
        case 'banned':
          return what.user === me
            ? i18n.t('note-banned-me', { author: name(author) })
            : say(key('note-banned'), key('note-banned-you'), { user });
        case 'unbanned':
          return say(key('note-unbanned'), key('note-unbanned-you'), { user });
        case 'muted':
          if (what.until === null)
            return what.user === me
              ? i18n.t('note-unsilenced-me', { author: name(author) })
              : say(key('note-unsilenced'), key('note-unsilenced-you'), { user });
          return what.user === me
            ? i18n.t('note-silenced-me', { author: name(author) })
            : say(key('note-silenced'), key('note-silenced-you'), { user });
        case 'role':
          return i18n.t('note-role', { author: name(author), user, role: what.role });
      }
    }
  }
}
