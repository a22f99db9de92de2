/**
 * Input methods: the Enter that takes a Chinese or Japanese candidate must not send. WebKit ends the composition
 * before that key arrives, which then carries keyCode 229; so one such key shortly after the end is swallowed too.
 */
const AFTER_MS = 500;

export interface Key {
  isComposing: boolean;
  keyCode: number;
}

export class InputMethod {
  #composing = false;
  /** When the last composition ended; null once its late key was swallowed. */
  #endedAt: number | null = null;

  start(): void {
    this.#composing = true;
    this.#endedAt = null;
  }

  end(now: number): void {
    this.#composing = false;
    this.#endedAt = now;
  }

  get composing(): boolean {
    return this.#composing;
  }

  /** Whether this key belongs to the input method and means nothing to us. */
  swallows(key: Key, now: number): boolean {
    if (this.#composing || key.isComposing) return true;
    if (key.keyCode !== 229 || this.#endedAt === null || now - this.#endedAt > AFTER_MS) return false;
    this.#endedAt = null;
    return true;
  }
}
