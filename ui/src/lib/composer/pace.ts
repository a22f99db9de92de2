/**
 * When a draft is written: once the typing pauses or somebody goes elsewhere, one after another, and never before the stored
 * one has been read, which it would otherwise wipe out.
 */
const PAUSE_MS = 400;

export class Pace {
  readonly #write: () => Promise<unknown>;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #owed = false;
  #writing: Promise<unknown> = Promise.resolve();
  #begin: () => void = () => undefined;
  readonly #begun = new Promise<void>((resolve) => (this.#begin = resolve));

  constructor(write: () => Promise<unknown>) {
    this.#write = write;
  }

  /** The stored draft was read, or cannot be: from now on it may be replaced. */
  begin(): void {
    this.#begin();
  }

  /** Something changed. */
  touch(): void {
    this.#owed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
  }

  /** Writes what is owed now. Resolves when the desk has it. */
  async flush(): Promise<void> {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#owed) {
      await this.#begun;
      if (this.#owed) {
        this.#owed = false;
        // What is written is read when its turn comes, so the last one holds the last words.
        this.#writing = this.#writing.then(this.#write);
      }
    }
    await this.#writing;
  }
}
