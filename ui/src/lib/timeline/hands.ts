/** What a drawn message asks of the timeline that it stands in. */
import type { Message } from '../ipc/gen/Message.ts';

/** Where something opens: beside an element, or where the pointer was. */
export type Spot = HTMLElement | { x: number; y: number };

export interface Hands {
  /** Its picture, large. */
  view: (message: Message) => void;
  /** Everything that can be done with it. */
  menu: (message: Message, at: Spot) => void;
  /** An emoji for it. */
  pick: (message: Message, at: Spot) => void;
}
