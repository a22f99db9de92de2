/**
 * The one message that shows what can be done with it at once: where the pointer or the focus came last. When either
 * leaves, it is the other's again.
 */
import type { MessageId } from '../ipc/gen/MessageId.ts';

type By = 'pointer' | 'focus';

class Near {
  /** The message; null where there is none. */
  at = $state<MessageId | null>(null);
  #by: Record<By, MessageId | null> = { pointer: null, focus: null };

  came(message: MessageId, by: By): void {
    this.#by[by] = message;
    this.at = message;
  }

  left(message: MessageId, by: By): void {
    if (this.#by[by] !== message) return;
    this.#by[by] = null;
    this.at = this.#by.pointer ?? this.#by.focus;
  }
}

export const near = new Near();
