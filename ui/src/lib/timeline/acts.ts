/** What somebody does to a message. Each returns at once: the desk keeps it, shows it and sends it when it can. */
import type { Message } from '../ipc/gen/Message.ts';
import { copyComing } from '../kit/clipboard.ts';
import type { App } from '../state/app.svelte.ts';
import type { Room } from '../state/room.svelte.ts';

export class Acts {
  readonly #app: App;
  readonly #room: Room;

  constructor(app: App, room: Room) {
    this.#app = app;
    this.#room = room;
  }

  /** Mine goes where it is there, and comes where it is not. */
  react(message: Message, emoji: string): void {
    const me = this.#app.world.account(this.#room.key.account)?.me.id;
    const mine = message.reactions.some((each) => each.emoji === emoji && me && each.users.includes(me));
    this.#do(this.#app.ipc.call('react', { ...this.#at(message), emoji, on: !mine }));
  }

  pin(message: Message, on: boolean): void {
    this.#do(this.#app.ipc.call('pin_message', { ...this.#at(message), on }));
  }

  retry(message: Message): void {
    this.#do(this.#app.ipc.call('retry', this.#at(message)));
  }

  /** Gives up a message, or an edit of one, that waits or was refused. */
  discard(message: Message): void {
    this.#do(this.#app.ipc.call('discard', this.#at(message)));
  }

  async copyLink(message: Message): Promise<void> {
    await this.#app.attempt(copyComing(this.#app.ipc.call('message_link', this.#at(message))));
  }

  /** Everything from here on counts as unread, and the divider says so. */
  async markUnread({ seq }: Message): Promise<void> {
    if (seq === null) return;
    this.#room.keepUnread();
    if (await this.#app.attempt(this.#app.ipc.call('mark_unread', { key: this.#room.key, seq })))
      this.#room.timeline.divideBefore(seq);
  }

  #at(message: Message) {
    return { key: this.#room.key, message: message.id };
  }

  #do(work: Promise<unknown>) {
    void this.#app.attempt(work);
  }
}
