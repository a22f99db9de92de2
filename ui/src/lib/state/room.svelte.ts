/** The open conversation: its timeline, its composer, its members. One object for each time it is opened. */
import { Composer } from '../composer/composer.svelte.ts';
import { canBeEdited } from '../composer/editable.ts';
import type { Change } from '../ipc/gen/Change.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { Member } from '../ipc/gen/Member.ts';
import type { Message } from '../ipc/gen/Message.ts';
import type { MessageId } from '../ipc/gen/MessageId.ts';
import type { Profile } from '../ipc/gen/Profile.ts';
import type { Reader } from '../ipc/gen/Reader.ts';
import type { Seq } from '../ipc/gen/Seq.ts';
import { Acts } from '../timeline/acts.ts';
import { Pins } from '../timeline/pins.svelte.ts';
import { Timeline } from '../timeline/timeline.svelte.ts';
import type { App } from './app.svelte.ts';
import { sameKey } from './keys.ts';

export class Room {
  readonly key: Key;
  readonly timeline: Timeline;
  readonly composer: Composer;
  readonly acts: Acts;
  readonly pins: Pins;
  readonly #app: App;
  #unfollow: (() => void) | null = null;
  #read: Seq = 0;
  #keptUnread = false;

  members = $state.raw<Member[]>([]);
  /** How far the others have read, as far as they share it. */
  readers = $state.raw<Reader[]>([]);
  view = $derived.by(() => this.#app.world.row(this.key));
  /** Those who can be mentioned here, by handle. */
  handles: ReadonlyMap<string, Profile> = $derived.by(() => {
    const people = this.members.map(({ user }) => this.#app.world.person(this.key.account, user));
    return new Map(people.flatMap((person) => (person ? [[person.handle, person]] : [])));
  });

  constructor(app: App, key: Key) {
    this.#app = app;
    this.key = key;
    this.timeline = new Timeline(app.ipc, key);
    this.acts = new Acts(app, this);
    this.pins = new Pins(app.ipc, key);
    this.composer = new Composer(app, key, () => void this.timeline.toNewest(false));
  }

  async enter(message: MessageId | null): Promise<void> {
    this.#unfollow ??= this.#app.world.follow({
      changed: (change) => this.#changed(change),
      restarted: () => void this.timeline.refresh(),
    });
    const opened = await this.timeline.open(message);
    this.composer.restore(opened?.draft ?? null);
    if (!opened) return;
    this.members = opened.members;
    this.readers = opened.readers;
    if ((this.view?.pins ?? 0) > 0) void this.#app.attempt(this.pins.ask());
  }

  async leave(): Promise<void> {
    this.#unfollow?.();
    this.#unfollow = null;
    await this.composer.flush();
  }

  reply(message: Message): void {
    this.composer.reply(message);
    this.composer.wanted += 1;
  }

  /** Changes an own message in the composer. */
  edit(message: Message): void {
    this.composer.edit(message);
  }

  /** The newest own message that has words to change. */
  async editLast(): Promise<void> {
    if (!this.timeline.stretch.at_end) await this.timeline.toNewest(false);
    const last = this.timeline.stretch.items.findLast((item) => item.item === 'message' && canBeEdited(item));
    if (last?.item === 'message') this.edit(last);
  }

  /** To a message, here or not here yet; what is in the way is said. */
  async goTo(message: MessageId): Promise<void> {
    await this.#app.attempt(this.timeline.goTo(message));
  }

  /** From here on nothing counts as read until the conversation is opened again: somebody wants it unread. */
  keepUnread(): void {
    this.#keptUnread = true;
  }

  /** Messages up to here were on screen. Only somebody who looks has read. */
  seen(seq: Seq): void {
    const { read = 0, unread_from = null } = this.view ?? {};
    // What was marked unread is read again by somebody who comes back to it, whatever was read before.
    const known = unread_from === null ? read : Math.min(read, unread_from - 1);
    const before = Math.max(this.#read, known);
    if (this.#keptUnread || !this.#app.focused || seq <= before) return;
    this.#read = seq;
    void this.#app.attempt(this.#app.ipc.call('read', { key: this.key, seq }));
  }

  #changed(change: Change) {
    if (change.change === 'members' && sameKey(change.key, this.key)) this.members = change.members;
    if (change.change === 'readers' && sameKey(change.key, this.key)) this.readers = change.readers;
    this.pins.apply(change);
    this.composer.follow(change);
    this.timeline.apply(change);
  }
}
