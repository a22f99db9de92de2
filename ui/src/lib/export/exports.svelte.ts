/** What is being written out, and what was in this run of the app. It goes on while nobody looks. */
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { ConversationId } from '../ipc/gen/ConversationId.ts';
import type { ExportId } from '../ipc/gen/ExportId.ts';
import type { ExportView } from '../ipc/gen/ExportView.ts';
import type { App } from '../state/app.svelte.ts';

export class Exports {
  readonly #app: App;
  #all = $state.raw<ReadonlyMap<ExportId, ExportView>>(new Map());
  /** Heard of since the list was asked for: the answer may be older. */
  #heard = new Set<ExportId>();

  constructor(app: App) {
    this.#app = app;
  }

  /** Reads, and follows until the returned function is called. */
  watch(): () => void {
    void this.#ask();
    return this.#app.world.follow({
      changed: (change) => {
        if (change.change !== 'export') return;
        this.#heard.add(change.export.id);
        this.#put(change.export);
      },
      restarted: () => void this.#ask(),
    });
  }

  /** The last one of a conversation, or of all of them. */
  of(account: AccountId, here: ConversationId | null): ExportView | null {
    let last: ExportView | null = null;
    for (const view of this.#all.values())
      if (view.account === account && view.here === here && view.id > (last?.id ?? -1)) last = view;
    return last;
  }

  async #ask() {
    const heard = new Set<ExportId>();
    this.#heard = heard;
    const all = await this.#app.ipc.call('exports').catch((): ExportView[] => []);
    // Another list is on its way, and is newer.
    if (heard !== this.#heard) return;
    for (const view of all) if (!heard.has(view.id)) this.#put(view);
  }

  #put(view: ExportView) {
    this.#all = new Map(this.#all).set(view.id, view);
  }
}
