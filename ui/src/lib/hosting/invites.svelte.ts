/**
 * Invites of one conversation, or of a server: made when first shown and kept as long as they hold, so that looking at
 * the same room again does not leave a trail of links.
 */
import { Act } from '../dialogs/act.svelte.ts';
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { ConversationId } from '../ipc/gen/ConversationId.ts';
import type { LinkMade } from '../ipc/gen/LinkMade.ts';
import type { Ipc } from '../ipc/ipc.ts';

const HOUR = 3_600_000;

export const EXPIRIES = [
  { id: 'hour', ms: HOUR },
  { id: 'day', ms: 24 * HOUR },
  { id: 'week', ms: 7 * 24 * HOUR },
  { id: 'month', ms: 30 * 24 * HOUR },
  { id: 'never', ms: null },
] as const;
export type Expiry = (typeof EXPIRIES)[number]['id'];

/** How many people one link lets in; null: any number. */
export const USES = [null, 1, 5, 20] as const;
export type Uses = (typeof USES)[number];

/** Links made in this run of the window, by what they are for. They go with the desk they came from. */
const kept = new WeakMap<Ipc, Map<string, LinkMade>>();

export class Invites {
  readonly #ipc: Ipc;
  readonly #account: AccountId;
  readonly #conversation: ConversationId | null;
  readonly act = new Act();

  expiry = $state<Expiry>('week');
  uses = $state<Uses>(null);
  made = $state.raw<LinkMade | null>(null);

  constructor(ipc: Ipc, account: AccountId, conversation: ConversationId | null) {
    this.#ipc = ipc;
    this.#account = account;
    this.#conversation = conversation;
  }

  /** Shows the link for what is chosen now; `anew` makes another even where one holds. */
  async show(anew = false): Promise<void> {
    const links = kept.get(this.#ipc) ?? new Map<string, LinkMade>();
    kept.set(this.#ipc, links);
    const { expiry, uses } = this;
    const name = [this.#account, this.#conversation, expiry, uses].join('/');
    const known = links.get(name);
    if (!anew && known && (known.expires_at === null || known.expires_at > Date.now() + HOUR / 12)) {
      this.made = known;
      return;
    }
    this.made = null;
    const expires_in_ms = EXPIRIES.find((each) => each.id === expiry)?.ms ?? null;
    const done = await this.act.run(() =>
      this.#ipc.call('make_invite', {
        account: this.#account,
        conversation: this.#conversation,
        expires_in_ms,
        uses,
      }),
    );
    if (!done) return;
    links.set(name, done.value);
    // The choice may have moved on while the link was made.
    if (expiry === this.expiry && uses === this.uses) this.made = done.value;
    else await this.show();
  }
}
