/** How fast something travels, from how much of it has arrived when: over the last few seconds, so that it is steady. */
const WINDOW_MS = 3000;
/** Less time says nothing. */
const SHORTEST_MS = 400;

export class Speed {
  #marks: { at: number; bytes: number }[] = [];

  /** So much is there now. */
  mark(bytes: number, at = performance.now()): void {
    const last = this.#marks.at(-1);
    // It began anew.
    if (last && bytes < last.bytes) this.#marks = [];
    this.#marks.push({ at, bytes });
    while (this.#marks.length > 2 && (this.#marks[0]?.at ?? at) < at - WINDOW_MS) this.#marks.shift();
  }

  /** Bytes a second; null while nobody can say. */
  get(now = performance.now()): number | null {
    const first = this.#marks[0];
    const last = this.#marks.at(-1);
    if (!first || !last || last.at - first.at < SHORTEST_MS || now - last.at > 2 * WINDOW_MS) return null;
    return ((last.bytes - first.bytes) * 1000) / (last.at - first.at);
  }
}
