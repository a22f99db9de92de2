/** A room's settings, while they are written. */
import { rooms } from '../../assets/avatars/index.ts';
import type { Avatar } from '../ipc/gen/Avatar.ts';
import type { PictureChoice } from '../ipc/gen/PictureChoice.ts';
import type { Posting } from '../ipc/gen/Posting.ts';
import type { Room } from '../ipc/gen/Room.ts';
import type { Visibility } from '../ipc/gen/Visibility.ts';
import { PictureDraft } from '../welcome/picture.svelte.ts';

export class RoomDraft {
  /** What is there already; null for a room that is yet to be made. */
  readonly avatar: Avatar | null;
  readonly #archived: boolean;
  name = $state('');
  topic = $state('');
  visibility = $state<Visibility>('public');
  posting = $state<Posting>('everyone');
  slowSeconds = $state(0);
  readonly picture: PictureDraft;
  #tried = $state(false);

  /** `chance`, from 0 to 1, picks the drawing of a new room, so that rooms do not all look alike. */
  constructor(from: Room | { chance: number }) {
    if ('chance' in from) {
      this.avatar = null;
      this.#archived = false;
      this.picture = new PictureDraft(rooms[Math.floor(from.chance * rooms.length)] ?? rooms[0]);
    } else {
      this.avatar = from.avatar;
      this.#archived = from.archived ?? false;
      this.name = from.name;
      this.topic = from.topic;
      this.visibility = from.visibility;
      this.posting = from.posting ?? 'everyone';
      this.slowSeconds = from.slow_seconds ?? 0;
      this.picture = new PictureDraft(from.avatar.kind === 'drawn' ? from.avatar.name : undefined);
    }
  }

  /** Only a private chat of several people goes without a name. */
  get mayBeNameless(): boolean {
    return this.visibility === 'group';
  }

  get nameless(): boolean {
    return this.#tried && !this.mayBeNameless && this.name.trim() === '';
  }

  /** The decision, or null while a room has no name. */
  take(): { room: Room; picture: PictureChoice } | null {
    this.#tried = true;
    if (this.name.trim() === '' && !this.mayBeNameless) return null;
    const room: Room = {
      name: this.name.trim(),
      topic: this.topic.trim(),
      visibility: this.visibility,
      avatar: this.avatar ?? { kind: 'drawn', name: rooms[0] },
      posting: this.posting,
      slow_seconds: this.slowSeconds,
      archived: this.#archived,
    };
    return { room, picture: this.picture.choice };
  }
}

/** A conversation's settings as its row has them. Null for private chats of two. */
export function roomOf(row: {
  name: string;
  topic: string;
  visibility: Visibility | null;
  avatar: Avatar;
  posting: Posting;
  slow_seconds: number;
  archived: boolean;
}): Room | null {
  const { name, topic, visibility, avatar, posting, slow_seconds, archived } = row;
  return visibility && { name, topic, visibility, avatar, posting, slow_seconds, archived };
}
