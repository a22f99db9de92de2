/**
 * What is offered for the filter that is being written: people, conversations, what a message can have or be, days. It
 * knows the box by its text and cursor only; what was taken becomes a pill.
 *
 *   closed --the cursor stands in a filter that something fits--> open --taken, Escape, or it left--> closed
 */
import { findPeople } from '../composer/mentions.ts';
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Profile } from '../ipc/gen/Profile.ts';
import { preparePinyin, soundsIn } from '../kit/pinyin.svelte.ts';
import { fold } from '../list/filter.ts';
import type { App } from '../state/app.svelte.ts';
import type { Pill } from './box.svelte.ts';
import { days } from './days.ts';
import { typedAt, values, written, type Typed } from './filters.ts';
import type { Search } from './search.svelte.ts';

/** One line that can be taken: what it says, and what it writes. */
export type Offer = { id: string; value: string } & (
  | { offer: 'person'; person: Profile; me: boolean }
  | { offer: 'conversation'; row: ConversationView }
  | { offer: 'value'; label: string }
  | { offer: 'day'; label: string }
);

const MOST = 8;

export class Completion {
  readonly #app: App;
  readonly #search: Search;
  /** Where the filter begins for which Escape was pressed. */
  #refused = $state<number | null>(null);

  active = $state(0);

  readonly #typed = $derived.by(() => {
    const typed = typedAt(this.#search.box.text, this.#search.caret);
    return typed && typed.from !== this.#refused ? typed : null;
  });
  readonly offers: Offer[] = $derived.by(() => (this.#typed ? this.#offersFor(this.#typed) : []));

  constructor(app: App, search: Search) {
    this.#app = app;
    this.#search = search;
  }

  get open(): boolean {
    return this.offers.length > 0;
  }

  /** The place of the one that Enter takes; there may be fewer of them than when it was chosen. */
  get chosen(): number {
    return Math.min(this.active, this.offers.length - 1);
  }

  get current(): Offer | undefined {
    return this.offers[this.chosen];
  }

  /** The text or the cursor has changed. */
  look(): void {
    this.active = 0;
    const typed = typedAt(this.#search.box.text, this.#search.caret);
    if (typed?.from !== this.#refused) this.#refused = null;
    if (typed?.kind === 'from') void preparePinyin(this.#people().map(({ name }) => name));
    if (typed?.kind === 'in') void preparePinyin(this.#rows().map(({ name }) => name));
  }

  move(step: number): void {
    const count = this.offers.length;
    this.active = (this.chosen + step + count) % count;
  }

  /** Nobody wants it for the filter that is being written. */
  refuse(): void {
    this.#refused = this.#typed?.from ?? null;
  }

  /** Puts a pill in the place of what was typed. */
  take(offer: Offer): void {
    const typed = this.#typed;
    if (!typed) return;
    const { box } = this.#search;
    const zh = this.#app.i18n.locale === 'zh-CN';
    const pill: Pill = {
      text: written(typed.kind, offer.value, zh, typed.not),
      kind: typed.kind,
      not: typed.not,
      value: offer.value,
      known: true,
      people: offer.offer === 'person' ? [offer.person.id] : [],
      conversations: offer.offer === 'conversation' ? [offer.row.conversation] : [],
    };
    // A closing quote behind the cursor belongs to what is replaced.
    const rest = box.text.slice(typed.to).replace(/^["”]/u, '').trimStart();
    box.text = box.text.slice(0, typed.from) + rest;
    this.#search.caret = typed.from;
    this.#search.add(pill);
    this.#search.ask();
  }

  #offersFor({ kind, value }: Typed): Offer[] {
    const { t, locale } = this.#app.i18n;
    const zh = locale === 'zh-CN';
    switch (kind) {
      case 'from':
        return findPeople(this.#people(), value, soundsIn)
          .slice(0, MOST)
          .map((person) => {
            const me = person.id === this.#me;
            return { offer: 'person', id: person.id, person, me, value: me ? 'me' : person.handle };
          });
      case 'in':
        return findRows(this.#rows(), value)
          .slice(0, MOST)
          .map((row) => ({ offer: 'conversation', id: row.conversation, row, value: row.name }));
      case 'has':
      case 'is': {
        const wanted = fold(value);
        return values[kind]
          .filter((each) => each.value.startsWith(wanted) || each.zh.startsWith(value))
          .map((each) => ({
            offer: 'value',
            id: each.value,
            value: zh ? each.zh : each.value,
            label: t(`search-${kind}-${each.value}`),
          }));
      }
      case 'before':
      case 'after':
      case 'since':
      case 'until':
      case 'on':
        return days(Date.now(), kind)
          .filter((day) => day.value.startsWith(value))
          .map((day) => ({
            offer: 'day',
            id: day.name,
            value: day.value,
            label: t(`search-day-${day.name}`),
          }));
    }
  }

  get #me(): string | undefined {
    return this.#app.world.account(this.#search.account ?? '')?.me.id;
  }

  /** Myself last: what others said is looked for more often. */
  #people(): Profile[] {
    const { world, room } = this.#app;
    const { account, here } = this.#search;
    if (!account) return [];
    const known =
      here && room
        ? room.members.flatMap(({ user }) => world.person(account, user) ?? [])
        : [...world.people].flatMap(([key, person]) => (key.startsWith(`${account}/`) ? [person] : []));
    const others = known.filter(({ id }) => id !== this.#me).sort((a, b) => a.name.localeCompare(b.name));
    const mine = world.account(account)?.me;
    return mine ? [...others, mine] : others;
  }

  #rows(): ConversationView[] {
    return this.#app.world.sorted.filter((row) => row.account === this.#search.account);
  }
}

/** Conversations that fit, those whose name begins so first; else in the order of the list. */
function findRows(rows: ConversationView[], query: string): ConversationView[] {
  const wanted = fold(query).trim();
  if (wanted === '') return rows;
  const rank = ({ name }: ConversationView) => {
    const folded = fold(name);
    if (folded.startsWith(wanted)) return 0;
    if (soundsIn(name, wanted) === 0) return 1;
    return folded.includes(wanted) || soundsIn(name, wanted) !== null ? 2 : 3;
  };
  return rows
    .map((row) => ({ row, rank: rank(row) }))
    .filter(({ rank: found }) => found < 3)
    .sort((a, b) => a.rank - b.rank)
    .map(({ row }) => row);
}
