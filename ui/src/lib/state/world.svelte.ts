/**
 * What the window knows: one snapshot, then numbered changes in order. It decides nothing and keeps no truth of its
 * own; a number that is skipped means asking for a new snapshot.
 */
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { AccountView } from '../ipc/gen/AccountView.ts';
import type { AlertService } from '../ipc/gen/AlertService.ts';
import type { Change } from '../ipc/gen/Change.ts';
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Hosting } from '../ipc/gen/Hosting.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { Millis } from '../ipc/gen/Millis.ts';
import type { Nearby } from '../ipc/gen/Nearby.ts';
import type { MessageId } from '../ipc/gen/MessageId.ts';
import type { Presence } from '../ipc/gen/Presence.ts';
import type { Profile } from '../ipc/gen/Profile.ts';
import type { Settings } from '../ipc/gen/Settings.ts';
import type { Snapshot } from '../ipc/gen/Snapshot.ts';
import type { Update } from '../ipc/gen/Update.ts';
import type { UserId } from '../ipc/gen/UserId.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { isUp } from '../list/connection.ts';
import { keyOf, keyText, personKey } from './keys.ts';

/** How much of a waiting picture has arrived, in bytes. */
export interface Upload {
  sent: number;
  total: number;
}

/** Those who follow along: the open timeline, and the view that a notification moves. */
export interface Follower {
  /** A change that concerns them. Called after the world has taken it in. */
  changed?: (change: Change) => void;
  /** The world was taken from a snapshot: what they hold may be old. */
  restarted?: (snapshot: Snapshot) => void;
}

export class World {
  readonly #ipc: Ipc;
  readonly #list: (names: string[]) => string;
  readonly #alone: () => string;
  readonly #followers = new Set<Follower>();
  /** Counts subscriptions, so that what an older channel still delivers is not taken. */
  #round = 0;
  #revision = 0;
  /** Updates that came before their snapshot. Bounded by the desk, which starts over when its own queue is full. */
  #early: Update[] | null = null;

  ready = $state(false);
  settings = $state.raw<Settings>() as Settings;
  accounts = $state.raw<AccountView[]>([]);
  /** Rows as they were told: a private chat of several people may have no name. */
  #told = $state.raw<ReadonlyMap<string, ConversationView>>(new Map());
  people = $state.raw<ReadonlyMap<string, Profile>>(new Map());
  presence = $state.raw<ReadonlyMap<string, Presence>>(new Map());
  /** Since when those are offline of whom it is known. */
  #since = $state.raw<ReadonlyMap<string, Millis>>(new Map());
  /** What others see of this person, from this computer. */
  ownPresence = $state<Presence>('online');
  typing = $state.raw<ReadonlyMap<string, UserId[]>>(new Map());
  uploads = $state.raw<ReadonlyMap<MessageId, Upload>>(new Map());
  hosting = $state.raw<Hosting>({ state: 'off' });
  nearby = $state.raw<Nearby>({ state: 'off' });
  alerts = $state.raw<AlertService>({ service: 'unknown' });
  lastOpen = $state.raw<Key | null>(null);
  /** A link that waits for an answer. */
  link = $state.raw<string | null>(null);
  tray = $state(false);
  version = $state('');

  /** Every conversation; a chat without a name has those of its people. */
  rows: ReadonlyMap<string, ConversationView> = $derived.by(() => {
    const nameless = [...this.#told].filter(([, row]) => isNameless(row));
    if (nameless.length === 0) return this.#told;
    const rows = new Map(this.#told);
    for (const [key, row] of nameless) rows.set(key, { ...row, name: this.#groupName(row) });
    return rows;
  });
  /** Every row, those that were left too: pinned first, then by last activity. */
  all = $derived.by(() =>
    [...this.rows.values()].sort(
      (a, b) =>
        Number(b.pinned) - Number(a.pinned) || b.active_at - a.active_at || a.name.localeCompare(b.name),
    ),
  );
  /** Rows as the list shows them. What was left is found by its name only. */
  sorted = $derived.by(() => this.all.filter((row) => row.role !== null));
  unread = $derived.by(() => {
    let sum = 0;
    for (const row of this.rows.values()) if (!isMuted(row)) sum += row.unread;
    return sum;
  });

  /** `list` joins names as the window's language does; `alone` names a chat that has nobody else in it. */
  constructor(
    ipc: Ipc,
    list: (names: string[]) => string = (names) => names.join(', '),
    alone: () => string = () => '',
  ) {
    this.#ipc = ipc;
    this.#list = list;
    this.#alone = alone;
  }

  #groupName(row: ConversationView): string {
    const names = row.people.flatMap((user) => this.person(row.account, user)?.name ?? []);
    return names.length > 0 ? this.#list(names) : this.#alone();
  }

  get revision(): number {
    return this.#revision;
  }

  /** Asks for a snapshot and follows from there. Also the way back after a skipped number. */
  async subscribe(): Promise<void> {
    const round = ++this.#round;
    this.#early = [];
    const snapshot = await this.#ipc.subscribe((update) => {
      if (round === this.#round) this.take(update);
    });
    if (round !== this.#round) return;
    const early = this.#early ?? [];
    this.#early = null;
    this.#start(snapshot);
    for (const update of early) this.take(update);
  }

  follow(follower: Follower): () => void {
    this.#followers.add(follower);
    return () => this.#followers.delete(follower);
  }

  /** Takes in one update. */
  take(update: Update): void {
    if (this.#early) {
      this.#early.push(update);
      return;
    }
    if (update.update === 'snapshot') {
      this.#start(update);
      return;
    }
    if (update.revision <= this.#revision) return;
    // Overlap is harmless, since each change names its whole new value. A gap is not.
    if (update.revision - update.changes.length > this.#revision) {
      void this.subscribe();
      return;
    }
    this.#revision = update.revision;
    this.#apply(update.changes);
    for (const follower of [...this.#followers])
      for (const change of update.changes) follower.changed?.(change);
  }

  account(id: AccountId): AccountView | undefined {
    return this.accounts.find((account) => account.id === id);
  }
  row(key: Key): ConversationView | undefined {
    return this.rows.get(keyText(key));
  }
  person(account: AccountId, user: UserId): Profile | undefined {
    const mine = this.account(account)?.me;
    return mine?.id === user ? mine : this.people.get(personKey(account, user));
  }
  /** Nobody is seen while there is no line. */
  presenceOf(account: AccountId, user: UserId): Presence {
    const view = this.account(account);
    if (!view || !isUp(view)) return 'offline';
    return this.presence.get(personKey(account, user)) ?? 'offline';
  }
  /** Since when they are offline, where that is known. */
  offlineSince(account: AccountId, user: UserId): Millis | null {
    const view = this.account(account);
    if (!view || !isUp(view)) return null;
    return this.#since.get(personKey(account, user)) ?? null;
  }
  /** Whether a conversation has no name of its own. */
  isNameless(key: Key): boolean {
    const row = this.#told.get(keyText(key));
    return row !== undefined && isNameless(row);
  }
  writers(key: Key): UserId[] {
    const view = this.account(key.account);
    if (!view || !isUp(view)) return [];
    return this.typing.get(keyText(key)) ?? [];
  }

  #start(snapshot: Snapshot) {
    this.#revision = snapshot.revision;
    this.settings = snapshot.settings;
    this.accounts = snapshot.accounts;
    this.#told = new Map(snapshot.conversations.map((row) => [keyText(keyOf(row)), row]));
    this.people = new Map(snapshot.people.map((p) => [personKey(p.account, p.profile.id), p.profile]));
    this.presence = new Map();
    this.#since = new Map();
    this.ownPresence = snapshot.presence;
    this.typing = new Map();
    this.uploads = new Map();
    this.hosting = snapshot.hosting;
    this.nearby = snapshot.nearby;
    this.alerts = snapshot.alerts;
    this.lastOpen = snapshot.last_open;
    this.link = snapshot.link;
    this.tray = snapshot.tray;
    this.version = snapshot.version;
    this.ready = true;
    for (const follower of [...this.#followers]) follower.restarted?.(snapshot);
  }

  /** A batch copies each map it touches once, whatever the number of changes in it. */
  #apply(changes: Change[]) {
    const rows = new Draft(this.#told);
    const since = new Draft(this.#since);
    const people = new Draft(this.people);
    const presence = new Draft(this.presence);
    const typing = new Draft(this.typing);
    const uploads = new Draft(this.uploads);
    for (const change of changes) {
      switch (change.change) {
        case 'settings':
          this.settings = change.settings;
          break;
        case 'account': {
          const { account } = change;
          const known = this.accounts.some((each) => each.id === account.id);
          this.accounts = known
            ? this.accounts.map((each) => (each.id === account.id ? account : each))
            : [...this.accounts, account];
          break;
        }
        case 'account_gone': {
          const gone = `${change.account}/`;
          this.accounts = this.accounts.filter((each) => each.id !== change.account);
          rows.dropUnder(gone);
          people.dropUnder(gone);
          presence.dropUnder(gone);
          since.dropUnder(gone);
          typing.dropUnder(gone);
          break;
        }
        case 'conversation':
          rows.set(keyText(keyOf(change.row)), change.row);
          break;
        case 'conversation_gone':
          rows.delete(keyText(change.key));
          typing.delete(keyText(change.key));
          break;
        case 'person':
          people.set(personKey(change.person.account, change.person.profile.id), change.person.profile);
          break;
        case 'presence':
          for (const { user, presence: now, since: from } of change.people) {
            presence.set(personKey(change.account, user), now);
            if (from === undefined || from === null) since.delete(personKey(change.account, user));
            else since.set(personKey(change.account, user), from);
          }
          break;
        case 'own_presence':
          this.ownPresence = change.presence;
          break;
        case 'typing':
          typing.set(keyText(change.key), change.users);
          break;
        case 'upload':
          uploads.set(change.message, { sent: change.sent, total: change.total });
          break;
        case 'items':
          for (const item of change.items)
            if (item.item === 'message' && item.send.state === 'sent' && uploads.has(item.id))
              uploads.delete(item.id);
          break;
        case 'item_gone':
          uploads.delete(change.message);
          break;
        case 'hosting':
          this.hosting = change.hosting;
          break;
        case 'nearby':
          this.nearby = change.nearby;
          break;
        case 'alerts':
          this.alerts = change.alerts;
          break;
        case 'link':
          this.link = change.link;
          break;
        case 'members':
        case 'staging':
        case 'file':
        case 'stickers':
        case 'coverage':
        case 'indexing':
        case 'export':
        case 'readers':
        case 'refused':
        case 'show':
          // For the followers.
          break;
      }
    }
    this.#told = rows.done();
    this.#since = since.done();
    this.people = people.done();
    this.presence = presence.done();
    this.typing = typing.done();
    this.uploads = uploads.done();
  }
}

const isNameless = (row: ConversationView): boolean => row.visibility === 'group' && row.name === '';

/** Silent, whatever it may alert for. */
export function isMuted(row: ConversationView, now = Date.now()): boolean {
  return row.notify === 'nothing' || (row.muted_until !== null && row.muted_until > now);
}

/** A map that is copied on the first write only. */
class Draft<V> {
  #map: ReadonlyMap<string, V>;
  #own: Map<string, V> | null = null;

  constructor(map: ReadonlyMap<string, V>) {
    this.#map = map;
  }
  #write(): Map<string, V> {
    this.#own ??= new Map(this.#map);
    return this.#own;
  }
  has(key: string): boolean {
    return (this.#own ?? this.#map).has(key);
  }
  set(key: string, value: V) {
    this.#write().set(key, value);
  }
  delete(key: string) {
    if (this.has(key)) this.#write().delete(key);
  }
  dropUnder(prefix: string) {
    for (const key of [...(this.#own ?? this.#map).keys()])
      if (key.startsWith(prefix)) this.#write().delete(key);
  }
  done(): ReadonlyMap<string, V> {
    return this.#own ?? this.#map;
  }
}
