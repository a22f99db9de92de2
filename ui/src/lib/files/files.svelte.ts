/**
 * Where files are, as the desk says: asked for when one is first looked at, followed from then on. Nothing is fetched by
 * being looked at.
 */
import { SvelteMap } from 'svelte/reactivity';

import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { BlobId } from '../ipc/gen/BlobId.ts';
import type { FileState } from '../ipc/gen/FileState.ts';
import type { Ipc } from '../ipc/ipc.ts';
import type { World } from '../state/world.svelte.ts';
import { Speed } from './speed.ts';

/** As many as the desk answers for at once. */
const AT_ONCE = 200;

const keyFor = (account: AccountId, blob: BlobId) => `${account}/${blob}`;

export class Files {
  readonly #ipc: Ipc;
  readonly #states = new SvelteMap<string, FileState>();
  readonly #speeds = new Map<string, Speed>();
  /** Looked at in this round, to be asked for together. */
  #asking = new Map<AccountId, Set<BlobId>>();

  constructor(ipc: Ipc, world: World) {
    this.#ipc = ipc;
    world.follow({
      changed: (change) => {
        if (change.change === 'file') this.#set(change.account, change.blob, change.state);
      },
      restarted: () => {
        for (const key of this.#states.keys()) {
          const [account, blob] = key.split('/');
          if (account && blob) this.#ask(account, blob);
        }
      },
    });
  }

  /** How it stands with a file; null until the desk has said. */
  state(account: AccountId, blob: BlobId): FileState | null {
    return this.#states.get(keyFor(account, blob)) ?? null;
  }

  /** Somebody looks at the file. */
  look(account: AccountId, blob: BlobId): void {
    if (!this.#states.has(keyFor(account, blob))) this.#ask(account, blob);
  }

  /** Bytes a second, while it comes. */
  speed(account: AccountId, blob: BlobId): number | null {
    return this.#speeds.get(keyFor(account, blob))?.get() ?? null;
  }

  #set(account: AccountId, blob: BlobId, state: FileState) {
    const key = keyFor(account, blob);
    if (state.state === 'coming') {
      const speed = this.#speeds.get(key) ?? new Speed();
      this.#speeds.set(key, speed);
      speed.mark(state.have);
    } else this.#speeds.delete(key);
    this.#states.set(key, state);
  }

  #ask(account: AccountId, blob: BlobId) {
    if (this.#asking.size === 0) queueMicrotask(() => void this.#askAll());
    const blobs = this.#asking.get(account) ?? new Set();
    this.#asking.set(account, blobs.add(blob));
  }

  async #askAll() {
    const all = this.#asking;
    this.#asking = new Map();
    for (const [account, set] of all) {
      const blobs = [...set];
      for (let at = 0; at < blobs.length; at += AT_ONCE) {
        const part = blobs.slice(at, at + AT_ONCE);
        // Who cannot say now is asked again when the file is looked at again.
        const states = await this.#ipc.call('file_states', { account, blobs: part }).catch(() => []);
        states.forEach((state, index) => {
          const blob = part[index];
          if (blob) this.#set(account, blob, state);
        });
      }
    }
  }
}
