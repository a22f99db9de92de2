/** The pinned messages of the open conversation: asked for when there are any, and again when they change. */
import type { Change } from '../ipc/gen/Change.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { Message } from '../ipc/gen/Message.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { keyOf, sameKey } from '../state/keys.ts';

export class Pins {
  readonly #ipc: Ipc;
  readonly #key: Key;
  #count = 0;
  #round = 0;

  /** The last pinned first. */
  list = $state.raw<Message[]>([]);

  constructor(ipc: Ipc, key: Key) {
    this.#ipc = ipc;
    this.#key = key;
  }

  async ask(): Promise<void> {
    const round = ++this.#round;
    const list = await this.#ipc.call('pinned', { key: this.#key });
    if (round === this.#round) this.list = list;
  }

  apply(change: Change): void {
    if (change.change === 'conversation' && sameKey(keyOf(change.row), this.#key)) {
      if (change.row.pins !== this.#count) this.#again();
      this.#count = change.row.pins;
    }
    if (change.change !== 'items' || !sameKey(change.key, this.#key)) return;
    const touched = change.items.some(
      (item) => item.item === 'message' && (item.pinned || this.list.some((pin) => pin.id === item.id)),
    );
    if (touched) this.#again();
  }

  /** What could not be had is asked for again with the next change. */
  #again(): void {
    this.ask().catch(() => undefined);
  }
}
