/**
 * Things side by side that are put in another order, by pointer or by keyboard. While one is carried, `shown` is the order
 * as it would be; the order itself changes once, when it is let go.
 */
const FAR = 6;

export class Carrying {
  readonly #ids: () => string[];
  readonly #order: (ids: string[]) => void;

  /** What is carried now. */
  carried = $state<string | null>(null);
  #over = $state.raw<string[] | null>(null);
  shown = $derived.by(() => this.#over ?? this.#ids());

  #from: { id: string; x: number; y: number } | null = null;
  /** The press that ended carrying is no click. */
  #letGo = false;

  constructor(ids: () => string[], order: (ids: string[]) => void) {
    this.#ids = ids;
    this.#order = order;
  }

  press(event: PointerEvent, id: string): void {
    this.#letGo = false;
    if (event.button === 0) this.#from = { id, x: event.clientX, y: event.clientY };
  }

  /** `under` says over which of them the pointer is. */
  move(
    event: PointerEvent & { currentTarget: HTMLElement },
    under: (event: PointerEvent) => string | null,
  ): void {
    const from = this.#from;
    if (!from) return;
    if (this.carried === null) {
      if (Math.hypot(event.clientX - from.x, event.clientY - from.y) < FAR) return;
      this.carried = from.id;
      this.#over = this.#ids();
      event.currentTarget.setPointerCapture(event.pointerId);
    }
    const to = under(event);
    if (to !== null && to !== from.id) this.#over = moved(this.shown, from.id, this.shown.indexOf(to));
  }

  release(): void {
    const over = this.#over;
    this.#letGo = this.carried !== null;
    this.cancel();
    if (over && over.join() !== this.#ids().join()) this.#order(over);
  }

  cancel(): void {
    this.#from = null;
    this.carried = null;
    this.#over = null;
  }

  /** Whether this click only ends carrying. */
  swallows(): boolean {
    const ends = this.#letGo;
    this.#letGo = false;
    return ends;
  }

  /** By keyboard: so many places on. False where there is no such place. */
  step(id: string, by: number): boolean {
    const ids = this.#ids();
    const to = ids.indexOf(id) + by;
    if (to < 0 || to >= ids.length) return false;
    this.#order(moved(ids, id, to));
    return true;
  }
}

function moved(ids: string[], id: string, to: number): string[] {
  const rest = ids.filter((each) => each !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}
