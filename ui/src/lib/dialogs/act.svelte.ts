/**
 * Something the person asked for, while it runs and when it failed. The ring shows only once it has taken a moment, so
 * quick answers do not flicker; a second press while it runs does nothing.
 */
import { asProblem, type Problem } from '../ipc/problem.ts';

/** How long a button stays as it is before its ring turns. */
const PATIENCE_MS = 400;

export class Act {
  running = $state(false);
  slow = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** The answer, or undefined where it failed (then `problem` says why) or runs already. */
  async run<T>(work: () => Promise<T>): Promise<{ value: T } | undefined> {
    if (this.running) return undefined;
    this.running = true;
    this.problem = null;
    const patience = setTimeout(() => (this.slow = true), PATIENCE_MS);
    try {
      return { value: await work() };
    } catch (error) {
      this.problem = asProblem(error);
      return undefined;
    } finally {
      clearTimeout(patience);
      this.running = false;
      this.slow = false;
    }
  }

  forget() {
    this.problem = null;
  }
}
