/** The time, for words that change with it. It runs only while something that shows it is on screen. */
import { createSubscriber } from 'svelte/reactivity';

export class Now {
  readonly #subscribe: () => void;

  constructor(everyMs: number) {
    this.#subscribe = createSubscriber((update) => {
      const timer = setInterval(update, everyMs);
      return () => clearInterval(timer);
    });
  }

  get at(): number {
    this.#subscribe();
    return Date.now();
  }
}

export const minutes = new Now(15_000);
export const seconds = new Now(250);
