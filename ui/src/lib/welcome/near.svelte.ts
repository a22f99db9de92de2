/** The way through the door to the network: looking, one server chosen, or signing in with handle and password. */
import { Act } from '../dialogs/act.svelte.ts';
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { LinkPreview } from '../ipc/gen/LinkPreview.ts';
import type { NearbyServer } from '../ipc/gen/NearbyServer.ts';
import type { Ipc } from '../ipc/ipc.ts';
import type { IdentityDraft } from './identity.svelte.ts';
import { SignInDraft } from './sign-in.svelte.ts';

export class Near {
  readonly #ipc: Ipc;
  readonly act = new Act();
  /** The chosen server proves its key. */
  #check = $state.raw(new Act());
  #checked: Promise<void> = Promise.resolve();
  readonly draft = new SignInDraft();

  chosen = $state.raw<NearbyServer | null>(null);
  /** What the chosen server said once it had proved its key. */
  preview = $state.raw<LinkPreview | null>(null);
  signingIn = $state(false);
  /** The person wanted to join. */
  tried = $state(false);

  /** The door has something to send: the one filled button is here. */
  main = $derived(
    this.signingIn || (this.chosen !== null && (this.chosen.open || this.chosen.account !== null)),
  );

  busy = $derived(this.act.slow || this.#check.slow);
  problem = $derived(this.act.problem ?? (this.signingIn ? null : this.#check.problem));

  constructor(ipc: Ipc) {
    this.#ipc = ipc;
  }

  look(): Promise<unknown> {
    return this.act.run(() => this.#ipc.call('look_around'));
  }

  /** The door is left, so nothing more is asked of the network. */
  leave(): void {
    // Without a desk there is nothing that could go on looking.
    this.#ipc.call('stop_looking').catch(() => undefined);
  }

  /** Goes to a server, which has to prove the key that was announced. Nothing about the person is sent. */
  choose(server: NearbyServer): void {
    this.act.forget();
    this.chosen = server;
    this.preview = null;
    this.tried = false;
    const check = new Act();
    this.#check = check;
    this.#checked = check
      .run(() => this.#ipc.call('look_at_link', { link: server.link }))
      .then((done) => {
        if (done && this.chosen === server) this.preview = done.value;
      });
  }

  /** Signs in on the chosen server, or on the one that is named. */
  signIn(server = ''): void {
    this.act.forget();
    this.draft.server = this.chosen?.link ?? server;
    this.signingIn = true;
  }

  /** One step back: to the chosen server, or to the list. */
  back(): void {
    this.act.forget();
    if (this.signingIn && this.chosen) this.draft.server = '';
    if (this.signingIn) this.signingIn = false;
    else {
      this.chosen = null;
      this.#check = new Act();
    }
  }

  /** Goes in. The account, or undefined where something is missing or went wrong; `lacking` is called for the name. */
  async enter(identity: IdentityDraft, lacking: () => void): Promise<AccountId | undefined> {
    const { chosen } = this;
    if (this.signingIn) {
      const call = this.draft.take();
      return call ? this.#through(() => this.#ipc.call('sign_in', call)) : undefined;
    }
    if (!chosen) return undefined;
    const { account, link } = chosen;
    if (account !== null)
      return this.#through(async () => {
        await this.#ipc.call('connect', { account });
        return account;
      });
    this.tried = true;
    const who = identity.take();
    if (!who) {
      lacking();
      return undefined;
    }
    await this.#checked;
    // Why it cannot be gone to is shown.
    if (this.chosen !== chosen || !this.preview) return undefined;
    if (this.preview.password_required && who.password === null) return undefined;
    return this.#through(() => this.#ipc.call('join', { link, identity: who }));
  }

  async #through(work: () => Promise<AccountId>): Promise<AccountId | undefined> {
    return (await this.act.run(work))?.value;
  }
}
