/** What is being brought into the hearth of this app, or was: it goes on while nobody looks. */
import type { ImportView } from '../ipc/gen/ImportView.ts';
import type { App } from '../state/app.svelte.ts';

export class Imports {
  readonly #app: App;
  view = $state.raw<ImportView | null>(null);

  constructor(app: App) {
    this.#app = app;
  }

  /** Reads, and follows until the returned function is called. */
  watch(): () => void {
    void this.#ask();
    return this.#app.world.follow({
      changed: (change) => {
        if (change.change === 'import') this.view = change.import;
      },
      restarted: () => void this.#ask(),
    });
  }

  async #ask() {
    this.view = await this.#app.ipc.call('import_state').catch(() => null);
  }
}
