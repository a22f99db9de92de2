/** The stickers of an account that a person added: asked for when they are first looked at, and followed from then on. */
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { BlobId } from '../ipc/gen/BlobId.ts';
import type { Picture } from '../ipc/gen/Picture.ts';
import { asProblem, type Problem } from '../ipc/problem.ts';
import type { App } from '../state/app.svelte.ts';

export class OwnStickers {
  readonly #app: App;
  readonly #account: AccountId;

  /** Null until they are known. */
  all = $state.raw<Picture[] | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** Files that are being made stickers. */
  adding = $state(0);

  constructor(app: App, account: AccountId) {
    this.#app = app;
    this.#account = account;
  }

  /** Looks, and follows until the returned function is called. */
  watch(): () => void {
    const stop = this.#app.world.follow({
      changed: (change) => {
        if (change.change === 'stickers' && change.account === this.#account) this.all = change.stickers;
      },
      restarted: () => void this.#ask(),
    });
    void this.#ask();
    return stop;
  }

  /** Lets the person choose picture files. */
  async add(title: string): Promise<void> {
    await this.#try(async () => {
      const paths = await this.#app.ipc.pickPictures(title);
      this.adding += paths.length;
      // One after another, so that they stand in the order in which they were chosen: the newest comes first.
      for (const path of paths.reverse())
        try {
          await this.#app.ipc.call('add_sticker_file', { account: this.#account, path });
        } finally {
          this.adding -= 1;
        }
    });
    this.adding = 0;
  }

  async remove(blob: BlobId): Promise<void> {
    const blobs = (this.all ?? []).map((each) => each.blob).filter((each) => each !== blob);
    await this.#try(() => this.#app.ipc.call('set_stickers', { account: this.#account, blobs }));
  }

  /** Puts them in this order, at once. */
  async order(blobs: BlobId[]): Promise<void> {
    const known = new Map((this.all ?? []).map((each) => [each.blob, each]));
    this.all = blobs.flatMap((blob) => known.get(blob) ?? []);
    await this.#try(() => this.#app.ipc.call('set_stickers', { account: this.#account, blobs }));
    // What was refused is as it was.
    if (this.problem) {
      const { problem } = this;
      await this.#ask();
      this.problem = problem;
    }
  }

  async #ask() {
    await this.#try(async () => {
      this.all = await this.#app.ipc.call('stickers', { account: this.#account });
    });
  }

  async #try(work: () => Promise<unknown>) {
    this.problem = null;
    try {
      await work();
    } catch (error) {
      this.problem = asProblem(error);
    }
  }
}
