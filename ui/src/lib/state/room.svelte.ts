/** The open conversation: its timeline, its composer, its members. One object for each time it is opened. */
import { Composer } from '../composer/composer.svelte.ts';
import { canBeEdited } from '../composer/editable.ts';
import type { Change } from '../ipc/gen/Change.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { Member } from '../ipc/gen/Member.ts';
import type { Message } from '../ipc/gen/Message.ts';
import type { MessageId } from '../ipc/gen/MessageId.ts';
import type { Profile } from '../ipc/gen/Profile.ts';
import type { Seq } from '../ipc/gen/Seq.ts';
import { Timeline } from '../timeline/timeline.svelte.ts';
import type { App } from './app.svelte.ts';
import { sameKey } from './keys.ts';

export class Room {
  readonly key: Key;
  readonly timeline: Timeline;
  readonly composer: Composer;
  readonly #app: App;
  #unfollow: (() => void) | null = null;
  #read: Seq = 0;

  members = $state.raw<Member[]>([]);
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
    this.composer = new Composer(app, key, () => void this.timeline.toNewest(false));
  }

  async enter(message: MessageId | null): Promise<void> {
    this.#unfollow ??= this.#app.world.follow({
      changed: (change) => this.#changed(change),
      restarted: () => void this.timeline.refresh(),
    });
    const opened = await this.timeline.open(message);
    this.composer.restore(opened?.draft ?? null);
    if (opened) this.members = opened.members;
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

  retry(message: MessageId): void {
    void this.#app.attempt(this.#app.ipc.call('retry', { key: this.key, message }));
  }

  /** Gives up a message that waits or was refused. */
  discard(message: MessageId): void {
    void this.#app.attempt(this.#app.ipc.call('discard', { key: this.key, message }));
  }

  /** Messages up to here were on screen. Only somebody who looks has read. */
  seen(seq: Seq): void {
    const before = Math.max(this.#read, this.view?.read ?? 0);
    if (!this.#app.focused || seq <= before) return;
    this.#read = seq;
    void this.#app.attempt(this.#app.ipc.call('read', { key: this.key, seq }));
  }

  #changed(change: Change) {
    if (change.change === 'members' && sameKey(change.key, this.key)) this.members = change.members;
    this.composer.follow(change);
    this.timeline.apply(change);
  }
}
