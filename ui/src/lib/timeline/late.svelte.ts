/** Whether a message, or an edit of it, has waited long enough to say so. What goes out at once never flickers. */
import type { Message } from '../ipc/gen/Message.ts';

const SHOWN_AFTER_MS = 500;

export class Late {
  now = $state(false);

  constructor(message: () => Message) {
    $effect.pre(() => {
      const { send, edit, at } = message();
      const waits = send.state === 'waiting' || edit?.state === 'waiting';
      if (!waits) {
        this.now = false;
        return;
      }
      // When an edit was made is not known; it waits from when it is seen.
      const rest = send.state === 'waiting' ? at + SHOWN_AFTER_MS - Date.now() : SHOWN_AFTER_MS;
      // A clock that was turned back must not hide it for ever.
      if (rest <= 0 || rest > SHOWN_AFTER_MS) {
        this.now = true;
        return;
      }
      const timer = setTimeout(() => (this.now = true), rest);
      return () => clearTimeout(timer);
    });
  }
}
