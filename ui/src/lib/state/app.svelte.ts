/**
 * The window's own state, and the door to everything else: what is open, which sheet lies over it, how wide it is.
 * Components reach it with `useApp()`.
 */
import { createContext } from 'svelte';

import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { BrokenStart } from '../ipc/gen/BrokenStart.ts';
import type { ConversationId } from '../ipc/gen/ConversationId.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { Message } from '../ipc/gen/Message.ts';
import type { MessageId } from '../ipc/gen/MessageId.ts';
import type { Role } from '../ipc/gen/Role.ts';
import type { Settings } from '../ipc/gen/Settings.ts';
import type { UserId } from '../ipc/gen/UserId.ts';
import { Files } from '../files/files.svelte.ts';
import { I18n } from '../i18n/i18n.svelte.ts';
import { Imports } from '../import/imports.svelte.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { asProblem, type Problem } from '../ipc/problem.ts';
import { messagePlace, type Address } from '../rich/address.ts';
import { Search } from '../search/search.svelte.ts';
import { Room } from './room.svelte.ts';
import { World } from './world.svelte.ts';
import { sameKey } from './keys.ts';

/** What fills the window. */
export type Screen =
  /** The chat. */
  | { at: 'chat' }
  /** First start, or one more account; `link` is an invite that was opened. */
  | { at: 'welcome'; link: string | null }
  | { at: 'settings'; page: SettingsPage };

export type SettingsPage =
  | 'profile'
  | 'notifications'
  | 'privacy'
  | 'appearance'
  | 'text'
  | 'storage'
  | 'servers'
  | 'devices'
  | 'keyboard'
  | 'about';

const BUSY_LOOK_MS = 30_000;

/** How long a start waits for what was open last, so that it is drawn with the list, at once. */
const TOGETHER_MS = 150;

/** Whose card is shown, and over what. */
export interface Meeting {
  account: AccountId;
  user: UserId;
  anchor: HTMLElement;
  /** Where they were met: what one may do with them there is offered too. */
  key: Key | null;
}

/** What stands beside the open conversation. */
export type Panel =
  /** The only one that needs no open conversation. */
  | { panel: 'search' }
  | { panel: 'members' }
  /** The pinned messages. */
  | { panel: 'pinned' }
  | { panel: 'files' }
  /** What the conversation is, in figures too. */
  | { panel: 'about' }
  /** When a message was sent and who has read it. */
  | { panel: 'details'; message: MessageId };

/** What lies over it and wants an answer. */
export type Sheet =
  | { sheet: 'new_room'; account: AccountId }
  /** The public rooms that can be joined. */
  | { sheet: 'rooms'; account: AccountId }
  | { sheet: 'new_chat'; account: AccountId }
  | { sheet: 'add_member'; key: Key }
  | { sheet: 'room_settings'; key: Key }
  | { sheet: 'invite'; key: Key }
  | { sheet: 'leave'; key: Key }
  /** Brings an archive into the hearth of this app. */
  | { sheet: 'import' }
  /** Writes out what was said: in one conversation, or in all of them. */
  | { sheet: 'export'; account: AccountId; here: ConversationId | null }
  | { sheet: 'remove_member'; key: Key; user: UserId }
  | { sheet: 'ban'; key: Key; user: UserId }
  | { sheet: 'set_role'; key: Key; user: UserId; role: Role }
  | { sheet: 'block'; account: AccountId; user: UserId }
  /** Shows where a link goes; `label` are the words that were pressed. */
  | { sheet: 'open_link'; to: Address; label: string }
  | { sheet: 'forward'; key: Key; message: Message }
  | { sheet: 'delete_message'; key: Key; message: Message };

export class App {
  readonly ipc: Ipc;
  readonly i18n = new I18n();
  readonly world: World;
  readonly files: Files;
  readonly search: Search;
  readonly imports: Imports;
  readonly #said = new Set<string>();
  /** Ends do not disturb. */
  #busy: ReturnType<typeof setTimeout> | undefined;
  /** The next snapshot is the first. */
  #beginning = false;
  #begun: Promise<void> | undefined;
  /** Counts what was asked to be opened. */
  #wishes = 0;

  /** There is something to draw: the list, and beside it what was open last. */
  begun = $state(false);
  screen = $state.raw<Screen>({ at: 'chat' });
  sheet = $state.raw<Sheet | null>(null);
  /** The person whose card is open. */
  meeting = $state.raw<Meeting | null>(null);
  /** The open conversation. */
  room = $state.raw<Room | null>(null);
  /** Why there is nothing to show at all. */
  broken = $state.raw<BrokenStart | null>(null);
  /** What stands at the right of the open conversation. */
  panel = $state.raw<Panel | null>(null);
  /** The list, where it is a drawer. */
  drawer = $state(false);
  /** What went wrong with something the person asked for and that has no place of its own. Null: nothing. */
  problem = $state.raw<Problem | null>(null);
  /** Counts how often the box above the list was asked for; it takes the focus when this grows. */
  switchAsked = $state(0);
  focused = $state(document.hasFocus());
  away = $state(false);

  constructor(ipc: Ipc) {
    this.ipc = ipc;
    this.world = new World(ipc, this.i18n.list, () => this.i18n.t('group-alone'));
    this.files = new Files(ipc, this.world);
    this.search = new Search(this);
    this.imports = new Imports(this);
    this.world.follow({
      changed: (change) => {
        if (change.change === 'show') void this.open(change.key, change.message);
        if (change.change === 'link' && !this.#show(change.link))
          this.screen = { at: 'welcome', link: change.link };
        if (change.change === 'settings') this.#dress();
        if (change.change === 'conversation_gone' && sameKey(this.room?.key, change.key)) this.close();
        if (change.change === 'account_gone' && this.room?.key.account === change.account) this.close();
        if (change.change === 'account_gone' && this.world.accounts.length === 0)
          this.screen = { at: 'welcome', link: null };
        if (change.change === 'account') this.#sayTroubles();
        if (change.change === 'refused') this.problem = { source: 'server', code: change.code, detail: '' };
      },
      restarted: () => {
        this.#dress();
        this.#sayTroubles();
        if (this.#beginning) this.#begun = this.#begin();
        this.#beginning = false;
      },
    });
  }

  /** The account that new things are made in: that of the open conversation, else the first. */
  get account(): AccountId | undefined {
    return this.room?.key.account ?? this.world.accounts[0]?.id;
  }

  async start(): Promise<void> {
    this.#beginning = true;
    try {
      await this.world.subscribe();
    } catch (error) {
      const broken = await this.ipc.call('broken_start');
      if (!broken) throw error;
      this.broken = broken;
      this.#dress(broken.settings);
      return;
    }
    this.broken = null;
    await this.#begun;
  }

  async #begin(): Promise<void> {
    const late = setTimeout(() => (this.begun = true), TOGETHER_MS);
    try {
      await this.#openFirst();
    } finally {
      clearTimeout(late);
      this.begun = true;
    }
  }

  /** What a window shows first. */
  async #openFirst(): Promise<void> {
    const { accounts, lastOpen, link, sorted } = this.world;
    if (accounts.length === 0 || link !== null) {
      this.screen = { at: 'welcome', link };
      return;
    }
    const first = sorted[0];
    const key =
      lastOpen && this.world.row(lastOpen)
        ? lastOpen
        : first && { account: first.account, conversation: first.conversation };
    if (key) await this.open(key);
  }

  /** Whether a start would show what is shown now. The desk asks when the app ends, and keeps a picture of it. */
  get rests(): boolean {
    const { world, screen, room, sheet, meeting, panel, drawer, problem } = this;
    if (!world.ready || screen.at !== 'chat' || sheet || meeting || panel || drawer || problem) return false;
    return room?.timeline.rests ?? false;
  }

  /** Shows a conversation, at one message where it is named. */
  async open(key: Key, message: MessageId | null = null): Promise<void> {
    this.screen = { at: 'chat' };
    this.drawer = false;
    if (this.panel?.panel === 'details' && !sameKey(this.room?.key, key)) this.panel = null;
    const wish = ++this.#wishes;
    if (this.room && sameKey(this.room.key, key)) {
      if (message) await this.room.goTo(message);
      return;
    }
    // The draft left behind is on its way before another one is asked for.
    if (this.room) await this.room.composer.flush();
    // Whoever hurries from one to the next means the last.
    if (wish !== this.#wishes) return;
    void this.room?.leave();
    const room = new Room(this, key);
    this.room = room;
    this.tellFocus();
    await room.enter(message);
  }

  /** Somebody pressed a link. Nothing is opened before they saw where it goes. */
  ask(to: Address, label: string): void {
    if (to.kind === 'hearth' && this.#show(to.url)) return;
    this.sheet = { sheet: 'open_link', to, label };
  }

  /** Shows who somebody is, beside what was pressed. A second press takes it away. */
  meet(account: AccountId, user: UserId, anchor: HTMLElement, key: Key | null): void {
    this.meeting = this.meeting?.anchor === anchor ? null : { account, user, anchor, key };
  }

  /** Opens the private chat with somebody. */
  async write(account: AccountId, user: UserId): Promise<void> {
    try {
      const conversation = await this.ipc.call('open_direct', { account, user });
      this.panel = null;
      await this.open({ account, conversation });
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  /** Opens a panel, or closes it where it is the one that is open. */
  toggle(panel: Panel): void {
    this.panel = this.panel?.panel === panel.panel ? null : panel;
  }

  /** Lets somebody go to a conversation by its name. */
  quickSwitch(): void {
    this.drawer = true;
    this.switchAsked += 1;
  }

  close(): void {
    this.#wishes += 1;
    void this.room?.leave();
    this.room = null;
    this.tellFocus();
  }

  /** Lets a start that failed be tried again. False: it failed again, and `broken` says why. */
  async startOver(): Promise<boolean> {
    // Why it failed again is asked for with the next start.
    await this.ipc.call('try_again').catch(() => undefined);
    await this.start();
    return this.broken === null;
  }

  /** Runs something the person asked for; what goes wrong is shown. True when it went well. */
  async attempt(work: Promise<unknown>): Promise<boolean> {
    try {
      await work;
      return true;
    } catch (error) {
      this.problem = asProblem(error);
      return false;
    }
  }

  async change(change: Partial<Settings>): Promise<void> {
    const settings = { ...this.world.settings, ...change };
    // Shown at once; the desk answers with the same.
    this.world.settings = settings;
    this.#dress();
    await this.attempt(this.ipc.call('set_settings', { settings }));
  }

  /** Tells the desk what is looked at; alerts and presence follow from it. */
  tellFocus(): void {
    // Without a client nobody asks, and the page of a failed start has nothing to look at.
    if (!this.world.ready) return;
    const key = this.screen.at === 'chat' ? (this.room?.key ?? null) : null;
    const presence = this.away ? 'away' : 'online';
    void this.attempt(this.ipc.call('focus', { key, focused: this.focused, presence }));
  }

  /** What is wrong with an account's history is said once; the settings go on saying it. */
  #sayTroubles() {
    for (const { id, trouble } of this.world.accounts) {
      if (trouble === null || this.#said.has(`${id} ${trouble}`)) continue;
      this.#said.add(`${id} ${trouble}`);
      this.problem = { source: 'local', code: trouble, detail: '' };
    }
  }

  /** Goes to the message that a link names, where its conversation is one of mine. */
  #show(link: string): boolean {
    const place = messagePlace(link);
    const row =
      place && [...this.world.rows.values()].find((each) => each.conversation === place.conversation);
    if (!place || !row) return false;
    void this.open({ account: row.account, conversation: row.conversation }, place.message);
    return true;
  }

  /** Language, theme and size go on the root, where style sheets and screen readers look for them. */
  #dress(settings = this.world.settings) {
    const root = document.documentElement;
    this.i18n.choose(settings.language);
    if (settings.theme === 'system') delete root.dataset['theme'];
    else root.dataset['theme'] = settings.theme;
    root.style.setProperty('--text-scale', String(settings.text_scale));
    this.#watchBusy();
  }

  /** Ends do not disturb when its time has come, or came while the app was closed. */
  #watchBusy() {
    clearTimeout(this.#busy);
    // The page of a failed start is dressed, too, and there are no settings of a running client then.
    if (!this.world.ready) return;
    const { do_not_disturb: busy, do_not_disturb_until: until } = this.world.settings;
    if (!busy || until === null) return;
    const left = until - Date.now();
    if (left <= 0) void this.change({ do_not_disturb: false, do_not_disturb_until: null });
    // Looked at again before that: a computer sleeps, and its clock may be set.
    else this.#busy = setTimeout(() => this.#watchBusy(), Math.min(left, BUSY_LOOK_MS));
  }
}

export const [useApp, provideApp] = createContext<App>();
