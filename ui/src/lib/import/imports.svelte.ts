/**
 * What is being brought into the hearth of this app, or was, and who its people are here. It goes on while nobody looks;
 * what somebody chose and has not asked for yet stays until the app ends or another archive is read.
 */
import type { ImportedPerson } from '../ipc/gen/ImportedPerson.ts';
import type { ImportView } from '../ipc/gen/ImportView.ts';
import type { Profile } from '../ipc/gen/Profile.ts';
import type { App } from '../state/app.svelte.ts';

/** By their handle in the archive: the handle of their account here; null for nobody's. */
type Chosen = Readonly<Record<string, string | null>>;

export class Imports {
  readonly #app: App;
  #heard = 0;
  view = $state.raw<ImportView | null>(null);
  /** What was chosen since the archive was read through. */
  chosen = $state.raw<Chosen>({});
  #fetched = $state.raw<Profile[] | null>(null);

  /** Who can be chosen: everyone of this hearth, by name. */
  members: Profile[] = $derived.by(() => {
    const people = this.#fetched ?? this.#known;
    return people
      .filter(({ former }) => former !== true)
      .toSorted((a, b) => a.name.localeCompare(b.name, this.#app.i18n.locale));
  });

  /** What was read through is not what would come in now. */
  get changed(): boolean {
    return Object.keys(this.chosen).length > 0;
  }

  constructor(app: App) {
    this.#app = app;
  }

  /** Reads, and follows until the returned function is called. */
  watch(): () => void {
    void this.#ask();
    void this.#askMembers();
    return this.#app.world.follow({
      changed: (change) => {
        if (change.change !== 'import') return;
        this.#heard += 1;
        this.view = change.import;
      },
      restarted: () => void this.#ask(),
    });
  }

  /** The handle of somebody's account here; null where they are nobody. */
  whoIs({ handle, here, account }: ImportedPerson): string | null {
    return this.chosen[handle] !== undefined ? this.chosen[handle] : account ? here : null;
  }

  choose(person: ImportedPerson, here: string | null): void {
    const others = Object.entries(this.chosen).filter(([handle]) => handle !== person.handle);
    const before = person.account ? person.here : null;
    this.chosen = Object.fromEntries(here === before ? others : [...others, [person.handle, here]]);
  }

  /** Reads an archive through, and says what would come of it. */
  async read(path: string): Promise<void> {
    // Whoever was somebody in one archive is somebody else in another.
    const people = path === this.view?.path ? this.#people : {};
    await this.#start(path, true, people);
  }

  /** Brings in what was read through. */
  async bring(): Promise<void> {
    if (this.view) await this.#start(this.view.path, false, this.#people);
  }

  get #people(): Record<string, string | null> {
    return { ...this.view?.people, ...this.chosen };
  }

  async #start(path: string, rehearse: boolean, people: Record<string, string | null>): Promise<void> {
    await this.#app.ipc.call('import_archive', { path, rehearse, people });
    this.chosen = {};
  }

  async #ask() {
    const before = (this.#heard += 1);
    const view = await this.#app.ipc.call('import_state').catch(() => null);
    // What was heard meanwhile is newer.
    if (before === this.#heard) this.view = view;
  }

  get #account(): string | undefined {
    return this.#app.world.accounts.find(({ hosted }) => hosted)?.id;
  }

  get #known(): Profile[] {
    return [...this.#app.world.people].flatMap(([key, person]) =>
      key.startsWith(`${this.#account}/`) ? [person] : [],
    );
  }

  async #askMembers() {
    const account = this.#account;
    if (account === undefined) return;
    // Without an answer those known here can be chosen; there is nothing to say about it.
    this.#fetched = await this.#app.ipc.call('list_people', { account }).catch(() => null);
  }
}
