/**
 * What somebody looks for and what was found: one object for the window, so that a list that was left is there again as
 * it was. It asks as somebody types, one question at a time, and keeps what is shown until the next answer is here.
 */
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { Change } from '../ipc/gen/Change.ts';
import type { ConversationId } from '../ipc/gen/ConversationId.ts';
import type { HitView } from '../ipc/gen/HitView.ts';
import type { Indexing } from '../ipc/gen/Indexing.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { MessageId } from '../ipc/gen/MessageId.ts';
import type { PartView } from '../ipc/gen/PartView.ts';
import type { SearchOrder } from '../ipc/gen/SearchOrder.ts';
import type { SearchResults } from '../ipc/gen/SearchResults.ts';
import { asProblem, type Problem } from '../ipc/problem.ts';
import type { App } from '../state/app.svelte.ts';
import { Box, type Pill } from './box.svelte.ts';
import { canBeTaken, hitsOf, rowsOf, type Row } from './rows.ts';

export type Scope = 'here' | 'everywhere';

/** Hits asked for at once. */
const PAGE = 40;

/** What the list was asked for. */
interface Asked {
  account: AccountId;
  query: string;
  here: ConversationId | null;
  order: SearchOrder;
  pinyin: boolean;
}

export class Search {
  readonly #app: App;
  readonly box = new Box();

  scope = $state<Scope>('everywhere');
  order = $state<SearchOrder>('newest');
  /** Latin letters find Chinese by its sound, too. Null: as the window's language suggests. */
  bySound = $state<boolean | null>(null);
  /** Where the cursor stands in the box's text; the box moves its own there when it changes. */
  caret = $state(0);
  /** Counts how often the box was asked for, to be written in anew. */
  wanted = $state(0);
  /** Counts how often the box is to have the keyboard again, as it stands. */
  keyboard = $state(0);
  /** On which of several servers; null: on that of the open conversation. */
  chosen = $state.raw<AccountId | null>(null);
  /** Somebody goes from hit to hit with the list closed. */
  walking = $state(false);

  found = $state.raw<SearchResults | null>(null);
  problem = $state.raw<Problem | null>(null);
  indexing = $state.raw<Indexing | null>(null);
  /** The row that Enter takes, by its id. */
  active = $state<string | null>(null);
  /** The hit that was gone to last. */
  opened = $state.raw<HitView | null>(null);
  /** What is shown is not yet the answer to what is asked. */
  busy = $state(false);
  /** How far the list is scrolled; not for drawing. */
  offset = 0;

  #pages = $state.raw<HitView[][]>([]);
  #next = $state.raw<string | null>(null);
  #asked: Asked | null = null;
  /** A question is under way; with `#again` another one has come up meanwhile. */
  #asking: Promise<void> | null = null;
  #again = false;
  #paging: Promise<boolean> | null = null;

  rows: Row[] = $derived.by(() =>
    this.found ? rowsOf(this.found, this.#pages, this.#asked?.here ?? null) : [],
  );
  hits: HitView[] = $derived(hitsOf(this.rows));
  /** Filters that were written whole, and mean nothing. */
  unknown: PartView[] = $derived.by(() => {
    const end = this.box.query.length - this.box.text.length + this.caret;
    return (this.found?.parts ?? []).filter(
      ({ known, what, value, from, to }) =>
        !known && what !== 'word' && what !== 'phrase' && value !== '' && (end < from || end > to),
    );
  });

  constructor(app: App) {
    this.#app = app;
    app.world.follow({ changed: (change) => this.#changed(change) });
  }

  get account(): AccountId | undefined {
    const { chosen } = this;
    if (this.scope === 'everywhere' && chosen && this.#app.world.account(chosen)) return chosen;
    return this.#app.account;
  }

  /** The conversation that is searched; null for all of them. */
  get here(): Key | null {
    return this.scope === 'here' ? (this.#app.room?.key ?? null) : null;
  }

  get byPinyin(): boolean {
    return this.bySound ?? this.#app.i18n.locale === 'zh-CN';
  }

  /** Which of the hits was gone to last, counted from 1; 0 for none. */
  get place(): number {
    const { opened } = this;
    return opened ? this.hits.findIndex(({ message }) => message === opened.message) + 1 : 0;
  }

  /** Shows the panel and gives its box the keyboard. What was found before is there again. */
  open(scope: Scope): void {
    this.scope = scope === 'here' && this.#app.room ? 'here' : 'everywhere';
    this.#app.panel = { panel: 'search' };
    this.#app.drawer = false;
    this.walking = false;
    this.wanted += 1;
  }

  /** Looks for words everywhere. */
  openWith(text: string): void {
    this.box.clear();
    this.box.text = text;
    this.caret = text.length;
    this.open('everywhere');
    this.ask();
  }

  /** Takes the box's question anew. To be called when anything about it changed. */
  ask(): void {
    this.busy = true;
    if (this.#asking) this.#again = true;
    else this.#asking = this.#rounds();
  }

  /** What a completion or a hint wrote. */
  add(pill: Pill): void {
    this.box.add(pill);
    // What names a conversation by itself means it from everywhere.
    if (pill.kind === 'in') this.scope = 'everywhere';
  }

  clear(): void {
    this.box.clear();
    this.caret = 0;
    this.ask();
  }

  /**
   * More hits, where there are any: it goes on past pages that were looked through in vain. False: those were all, or
   * another question was answered meanwhile.
   */
  more(): Promise<boolean> {
    if (this.#next === null) return Promise.resolve(false);
    this.#paging ??= this.#more();
    return this.#paging;
  }

  get hasMore(): boolean {
    return this.#next !== null;
  }

  /** To the row before or after the active one. */
  move(step: number): void {
    const rows = this.rows.filter(canBeTaken);
    const at = rows.findIndex(({ id }) => id === this.active);
    const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
    this.active = rows[Math.max(0, Math.min(rows.length - 1, next))]?.id ?? null;
    if (next >= rows.length - 8) void this.more();
  }

  /** Shows the conversation around a hit, which `row` of the list led to. */
  async goTo(hit: HitView, row = `hit-${hit.message}`): Promise<void> {
    const account = this.#asked?.account;
    if (!account) return;
    this.opened = hit;
    this.active = row;
    await this.#app.open({ account, conversation: hit.conversation }, hit.message);
  }

  /** To the next hit of the list, or to the one before. False: there is none. */
  async step(by: 1 | -1): Promise<boolean> {
    const at = this.place - 1;
    const next = at < 0 ? (by > 0 ? 0 : this.hits.length - 1) : at + by;
    if (next >= this.hits.length && !(await this.more())) return false;
    const hit = this.hits[next];
    if (!hit) return false;
    await this.goTo(hit);
    return true;
  }

  /** The words of a message that were found, where it is the one that was gone to. */
  marksOf(message: MessageId): string[] {
    if (this.opened?.message !== message) return [];
    return [...new Set(this.opened.snippet.filter(({ hit }) => hit).map(({ text }) => text))];
  }

  /** Forgets what was gone to, and its marks. */
  leave(): void {
    this.walking = false;
    this.opened = null;
  }

  async #more(): Promise<boolean> {
    const asked = this.#asked;
    try {
      while (asked && asked === this.#asked && this.#next !== null) {
        const page = await this.#call(asked, this.#next);
        // Another question was answered meanwhile.
        if (asked !== this.#asked) return false;
        const before = this.hits.length;
        this.#next = page.next;
        this.indexing = page.indexing;
        this.problem = null;
        if (page.hits.length > 0) this.#pages = [...this.#pages, page.hits];
        if (this.hits.length > before) return true;
        // The window goes first, and a question that was asked meanwhile.
        await new Promise((resolve) => setTimeout(resolve));
        await this.#asking;
      }
    } catch (error) {
      if (asked === this.#asked) this.problem = asProblem(error);
    } finally {
      // Another question has pages of its own.
      if (asked === this.#asked) this.#paging = null;
    }
    return false;
  }

  async #rounds() {
    try {
      do {
        this.#again = false;
        await this.#round();
      } while (this.#again);
    } finally {
      this.#asking = null;
      this.busy = false;
    }
  }

  async #round() {
    const { account } = this;
    if (!account || this.box.empty) {
      this.#take(null, null);
      return;
    }
    const asked: Asked = {
      account,
      query: this.box.query,
      here: this.here?.conversation ?? null,
      order: this.order,
      pinyin: this.byPinyin,
    };
    const before = this.opened;
    try {
      const found = await this.#call(asked, null);
      const { opened } = this;
      this.problem = null;
      this.#take(asked, found);
      // Who went to a hit meanwhile is at that hit.
      const hit = opened !== before && this.hits.find(({ message }) => message === opened?.message);
      if (hit) [this.opened, this.active] = [hit, `hit-${hit.message}`];
    } catch (error) {
      this.problem = asProblem(error);
    }
  }

  #call({ account, query, here, order, pinyin }: Asked, after: string | null): Promise<SearchResults> {
    return this.#app.ipc.call('search', { account, text: query, here, order, after, limit: PAGE, pinyin });
  }

  #take(asked: Asked | null, found: SearchResults | null) {
    const same = asked !== null && this.#asked !== null && sameQuestion(asked, this.#asked);
    if (found && asked) this.caret = this.box.understand(asked.query, found.parts, this.caret);
    // Somebody who is in the middle of a list and asks nothing new keeps it as it is.
    if (same && this.found && (this.offset > 0 || this.opened)) {
      this.found = { ...this.found, parts: found?.parts ?? [] };
      return;
    }
    this.#asked = asked;
    this.#paging = null;
    this.#next = found?.next ?? null;
    this.indexing = found?.indexing ?? null;
    this.#pages = found ? [found.hits] : [];
    this.found = found;
    this.offset = 0;
    this.opened = null;
    this.active = (this.rows.find(({ row }) => row === 'hit') ?? this.rows.find(canBeTaken))?.id ?? null;
    // The first page may end before it is full, where much was looked through in vain.
    if (found && found.hits.length === 0 && found.next !== null) void this.more();
  }

  #changed(change: Change) {
    if (change.change === 'item_gone') this.#drop(change.message);
    else if (change.change === 'items')
      for (const item of change.items) if (item.item === 'message' && item.body === null) this.#drop(item.id);
    if (change.change === 'indexing' && change.account === this.#asked?.account)
      this.indexing = change.indexing;
    if (change.change === 'account_gone' && change.account === this.#asked?.account) {
      this.box.clear();
      this.#take(null, null);
    }
  }

  /** What was deleted is shown nowhere any more. */
  #drop(message: MessageId) {
    const here = (hit: HitView) => hit.message === message;
    if (this.found?.files.some(here))
      this.found = { ...this.found, files: this.found.files.filter((hit) => !here(hit)) };
    if (this.#pages.some((page) => page.some(here)))
      this.#pages = this.#pages.map((page) => page.filter((hit) => !here(hit)));
    if (this.opened?.message === message) this.opened = null;
  }
}

/** White space at the ends asks nothing. */
function sameQuestion(a: Asked, b: Asked): boolean {
  return (
    a.query.trim() === b.query.trim() &&
    a.account === b.account &&
    a.here === b.here &&
    a.order === b.order &&
    a.pinyin === b.pinyin
  );
}
