/** How much of the past is on this computer, of what is looked at: told once, and again whenever it changes. */
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { ConversationId } from '../ipc/gen/ConversationId.ts';
import type { CoverageView } from '../ipc/gen/CoverageView.ts';
import type { App } from '../state/app.svelte.ts';

export class Coverage {
  readonly #app: App;
  readonly account: AccountId;
  readonly here: ConversationId | null;
  #heard = 0;

  view = $state.raw<CoverageView | null>(null);
  /** Somebody asks for the rest. */
  asked = $state(false);

  constructor(app: App, account: AccountId, here: ConversationId | null) {
    this.#app = app;
    this.account = account;
    this.here = here;
  }

  /** Follows until the returned function is called. */
  watch(): () => void {
    void this.#ask();
    return this.#app.world.follow({
      changed: (change) => {
        if (change.change !== 'coverage') return;
        if (change.account !== this.account || change.here !== this.here) return;
        this.#heard += 1;
        this.view = change.coverage;
      },
      restarted: () => void this.#ask(),
    });
  }

  async fetchRest(): Promise<void> {
    this.asked = true;
    const { account, here } = this;
    await this.#app.attempt(this.#app.ipc.call('fetch_rest', { account, here }));
    // A server that gives no more changes nothing, so nothing would be heard of it.
    this.asked = false;
  }

  async #ask() {
    const { account, here } = this;
    const before = (this.#heard += 1);
    // A line that says how much is here is no reason for a warning where that cannot be said.
    const view = await this.#app.ipc.call('coverage', { account, here }).catch(() => null);
    // What was heard meanwhile is newer.
    if (before === this.#heard) this.view = view;
  }
}
