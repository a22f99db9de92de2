/** Whether a message has waited long enough to say so. What goes out at once never flickers. */
import type { Message } from '../ipc/gen/Message.ts';

const SHOWN_AFTER_MS = 500;

export class Late {
  now = $state(false);

  constructor(message: () => Message) {
    $effect.pre(() => {
      const { send, at } = message();
      if (send.state !== 'waiting') {
        this.now = false;
        return;
      }
      const rest = at + SHOWN_AFTER_MS - Date.now();
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
