/** The open conversation: its timeline, its composer, its members. One object for each time it is opened. */
import { Composer } from '../composer/composer.svelte.ts';
import type { Change } from '../ipc/gen/Change.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { Member } from '../ipc/gen/Member.ts';
import type { Message } from '../ipc/gen/Message.ts';
import type { MessageId } from '../ipc/gen/MessageId.ts';
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
    if (!opened) return;
    this.members = opened.members;
    this.composer.restore(opened.draft);
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
    this.timeline.apply(change);
  }
}
