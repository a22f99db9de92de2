/** The files of one conversation of one kind, newest first, read in pages and kept right while somebody looks at them. */
import type { FileEntry } from '../ipc/gen/FileEntry.ts';
import type { FileKind } from '../ipc/gen/FileKind.ts';
import type { Key } from '../ipc/gen/Key.ts';
import { asProblem, type Problem } from '../ipc/problem.ts';
import type { App } from '../state/app.svelte.ts';
import { sameKey } from '../state/keys.ts';

const PAGE = 60;

export class RoomFiles {
  readonly #app: App;
  readonly #key: Key;
  readonly #kind: FileKind;
  #asking = false;
  #again = false;

  entries = $state.raw<FileEntry[]>([]);
  more = $state(false);
  complete = $state(true);
  known = $state(false);
  problem = $state.raw<Problem | null>(null);

  constructor(app: App, key: Key, kind: FileKind) {
    this.#app = app;
    this.#key = key;
    this.#kind = kind;
  }

  /** Reads, and follows until the returned function is called. */
  watch(): () => void {
    void this.#fresh();
    return this.#app.world.follow({
      changed: (change) => {
        if (change.change === 'items' && sameKey(change.key, this.#key)) void this.#fresh();
      },
      restarted: () => void this.#fresh(),
    });
  }

  async older(): Promise<void> {
    const last = this.entries.at(-1);
    if (last && this.more) await this.#read(last.seq, PAGE, (entries) => [...this.entries, ...entries]);
  }

  /** What is shown, anew. Changes that come meanwhile are one more reading. */
  async #fresh() {
    if (this.#asking) {
      this.#again = true;
      return;
    }
    do {
      this.#again = false;
      await this.#read(null, Math.max(PAGE, this.entries.length), (entries) => entries);
    } while (this.#again);
  }

  async #read(before: number | null, limit: number, take: (entries: FileEntry[]) => FileEntry[]) {
    this.#asking = true;
    this.problem = null;
    try {
      const page = await this.#app.ipc.call('files_of', { key: this.#key, kind: this.#kind, before, limit });
      this.entries = take(page.entries);
      this.more = page.more;
      this.complete = page.complete;
      this.known = true;
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.#asking = false;
    }
  }
}
