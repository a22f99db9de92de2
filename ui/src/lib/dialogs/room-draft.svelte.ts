/** A room's settings, while they are written. */
import { rooms } from '../../assets/avatars/index.ts';
import type { Avatar } from '../ipc/gen/Avatar.ts';
import type { Room } from '../ipc/gen/Room.ts';
import type { Visibility } from '../ipc/gen/Visibility.ts';
import { PictureDraft } from '../welcome/picture.svelte.ts';

export class RoomDraft {
  readonly #avatar: Avatar | null;
  /** What this draft does not change. */
  readonly #rest: Required<Pick<Room, 'posting' | 'slow_seconds' | 'archived'>>;
  name = $state('');
  topic = $state('');
  visibility = $state<Visibility>('public');
  readonly picture: PictureDraft;
  #tried = $state(false);

  /** `chance`, from 0 to 1, picks the drawing of a new room, so that rooms do not all look alike. */
  constructor(from: Room | { chance: number }) {
    if ('chance' in from) {
      this.#avatar = null;
      this.#rest = { posting: 'everyone', slow_seconds: 0, archived: false };
      this.picture = new PictureDraft(rooms[Math.floor(from.chance * rooms.length)] ?? rooms[0]);
    } else {
      this.#avatar = from.avatar;
      const { posting = 'everyone', slow_seconds = 0, archived = false } = from;
      this.#rest = { posting, slow_seconds, archived };
      this.name = from.name;
      this.topic = from.topic;
      this.visibility = from.visibility;
      this.picture = new PictureDraft(from.avatar.kind === 'drawn' ? from.avatar.name : undefined);
    }
  }

  get nameless(): boolean {
    return this.#tried && this.name.trim() === '';
  }

  /** The decision, or null while the room has no name. */
  take(): Room | null {
    this.#tried = true;
    if (this.name.trim() === '') return null;
    const { drawn } = this.picture;
    const avatar: Avatar =
      drawn === null && this.#avatar ? this.#avatar : { kind: 'drawn', name: drawn ?? rooms[0] };
    return {
      ...this.#rest,
      name: this.name.trim(),
      topic: this.topic.trim(),
      visibility: this.visibility,
      avatar,
    };
  }
}
