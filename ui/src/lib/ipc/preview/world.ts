/** What is true in the village now, and the few ways it changes: every change is told to the window. */
import type { AccountView } from '../gen/AccountView.ts';
import type { BrokenStart } from '../gen/BrokenStart.ts';
import type { Change } from '../gen/Change.ts';
import type { ConversationView } from '../gen/ConversationView.ts';
import type { DraftView } from '../gen/DraftView.ts';
import type { Key } from '../gen/Key.ts';
import type { Member } from '../gen/Member.ts';
import type { Message } from '../gen/Message.ts';
import type { Settings } from '../gen/Settings.ts';
import type { Snapshot } from '../gen/Snapshot.ts';
import type { Update } from '../gen/Update.ts';
import { ACCOUNT, GARDEN, userOf, type Place } from './cast.ts';
import { settle, type Conversation } from './conversation.ts';
import gardenUrl from './garden.svg?url';
import { accountOf, brokenOf, hostingOf, settingsOf } from './opening.ts';
import { placesOf, sceneOf, type Scene } from './scenes.ts';
import { refuse } from './table.ts';
import { MINUTE } from './time.ts';

export class World {
  readonly scene: Scene;
  readonly zh: boolean;
  /** Nothing moves by itself. */
  readonly still: boolean;
  /** How many servers announce themselves; null: there is no network. */
  readonly neighbourCount: number | null;
  readonly broken: BrokenStart | null;
  readonly midnight = new Date().setHours(0, 0, 0, 0);
  readonly blobs = new Map<string, string>([[GARDEN, gardenUrl]]);
  readonly conversations = new Map<string, Conversation>();
  readonly drafts = new Map<string, DraftView>();
  /** Conversations whose rest somebody asked for; null: all of them. */
  readonly fetched = new Set<string | null>();
  settings: Settings;
  account: AccountView;
  signedIn: boolean;
  hosting: Snapshot['hosting'];
  nearby: Snapshot['nearby'] = { state: 'off' };
  /** The window, once it listens. */
  listener: ((update: Update) => void) | null = null;
  #revision = 1;
  #ids = 0;

  constructor(query: URLSearchParams) {
    this.scene = sceneOf(query);
    const lang = query.get('lang');
    this.zh = lang === 'zh-CN' || (lang === null && this.scene === 'zh');
    this.still = query.has('still');
    this.neighbourCount = query.get('near') === 'none' ? null : Number(query.get('near') ?? 2);
    this.signedIn = this.scene !== 'welcome';
    this.settings = settingsOf(query, this.zh);
    this.account = accountOf(this.scene, this.zh);
    this.hosting = hostingOf(this.scene);
    this.broken = brokenOf(query, this.scene, this.settings);
    for (const place of placesOf(this.scene)) this.add(place);
    this.#hold(query.get('held'));
  }

  get revision(): number {
    return this.#revision;
  }

  tell(...changes: Change[]) {
    if (changes.length === 0) return;
    this.#revision += changes.length;
    this.listener?.(structuredClone({ update: 'changes', revision: this.#revision, changes }));
  }

  freshId(): string {
    this.#ids += 1;
    return `01940000-0000-7000-8000-${this.#ids.toString(16).padStart(12, '0')}`;
  }

  /** Puts a place into the world; whoever wants it seen tells of it. */
  add(place: Place, id = `01930000-0000-7000-8000-${String(place.id).padStart(12, '0')}`): Conversation {
    const conversation = settle(place, id, this);
    this.conversations.set(id, conversation);
    return conversation;
  }

  at(key: Key): Conversation {
    return this.conversations.get(key.conversation) ?? refuse({ source: 'server', code: 'not_found' });
  }

  messages(key: Key): Message[] {
    return this.at(key).items.flatMap((item) => (item.item === 'message' ? [item] : []));
  }

  message(key: Key, id: string): Message {
    return (
      this.messages(key).find((message) => message.id === id) ??
      refuse({ source: 'server', code: 'not_found' })
    );
  }

  changeRow(conversation: Conversation, change: Partial<ConversationView>) {
    conversation.view = { ...conversation.view, ...change };
    this.tell({ change: 'conversation', row: conversation.view });
  }

  changeMembers(key: Key, members: Member[]) {
    this.at(key).members = members;
    this.tell({ change: 'members', key, members });
  }

  changeAccount(change: Partial<AccountView>) {
    this.account = { ...this.account, ...change };
    this.tell({ change: 'account', account: this.account });
  }

  changeHosting(hosting: Snapshot['hosting']) {
    this.hosting = hosting;
    this.tell({ change: 'hosting', hosting });
  }

  enter(name: string, places: Place[]): string {
    this.signedIn = true;
    for (const place of places) this.add(place);
    this.account = { ...this.account, me: { ...this.account.me, name } };
    this.tell(
      { change: 'account', account: this.account },
      ...[...this.conversations.values()].map(({ view }): Change => ({ change: 'conversation', row: view })),
    );
    return ACCOUNT;
  }

  /** Something that keeps one from writing in the first conversation. */
  #hold(why: string | null) {
    const [first] = this.conversations.values();
    if (!first || why === null) return;
    const hour = Date.now() + 60 * MINUTE;
    const held: Record<string, Partial<ConversationView>> = {
      archived: { archived: true, role: 'member' },
      mine: { archived: true, role: 'owner' },
      read_only: { posting: 'admins', role: 'member' },
      silenced: { silenced_until: hour, role: 'member' },
      slow: { slow_seconds: 3600, role: 'member' },
    };
    first.view = { ...first.view, ...held[why] };
    if (why === 'blocked') this.account = { ...this.account, blocked: [userOf('grandma'), userOf('ida')] };
  }
}
