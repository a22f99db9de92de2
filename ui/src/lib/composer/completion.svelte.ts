/**
 * What is offered while a name or an emoji is being typed. It knows the box only by its text and cursor, and changes
 * nothing: what was taken is handed back as words and the place they belong.
 *
 *   closed --a token at the cursor that something fits--> open --taken, Escape, or no token--> closed
 *
 * Escape closes it for that token; a new sign opens it again.
 */
import type { Profile } from '../ipc/gen/Profile.ts';
import { preparePinyin, soundsIn } from '../kit/pinyin.svelte.ts';
import type { App } from '../state/app.svelte.ts';
import type { Room } from '../state/room.svelte.ts';
import { allEmoji, completeEmoji, emojiByCode, inTone, type Emoji } from './emoji.ts';
import { isDrawn } from './emoji-drawn.ts';
import { rememberedTone, rememberEmoji } from './emoji-memory.ts';
import { callsEveryone, findPeople, mayCallEveryone } from './mentions.ts';
import { closedShortcode, tokenAt, type Token } from './token.ts';

/** One line that can be taken. */
export type Offer =
  | { offer: 'person'; id: string; person: Profile }
  | { offer: 'everyone'; id: string; word: string }
  | { offer: 'emoji'; id: string; emoji: string; code: string; label: string };

export interface Insertion {
  text: string;
  from: number;
  to: number;
}

const MOST = 8;

export class Completion {
  readonly #app: App;
  readonly #room: Room;
  #token = $state.raw<Token | null>(null);
  #emoji = $state.raw<Emoji[]>([]);
  #emojiLocale: string | null = null;
  /** Where the sign stands for which Escape was pressed. */
  #refused: number | null = null;

  active = $state(0);
  offers = $derived.by(() => (this.#token ? this.#offersFor(this.#token) : []));

  constructor(app: App, room: Room) {
    this.#app = app;
    this.#room = room;
  }

  get open(): boolean {
    return this.offers.length > 0;
  }

  get kind(): Token['kind'] | null {
    return this.#token?.kind ?? null;
  }

  get current(): Offer | undefined {
    return this.offers[this.active];
  }

  /** The text or the cursor may have changed. */
  look(text: string, caret: number): void {
    const token = tokenAt(text, caret);
    if (token?.from !== this.#refused) this.#refused = null;
    const same = token?.from === this.#token?.from && token?.query === this.#token?.query;
    if (!same) this.active = 0;
    this.#token = token && token.from === this.#refused ? null : token;
    if (token?.kind === 'mention') void preparePinyin(this.#names());
    if (token?.kind === 'emoji') this.#prepareEmoji();
  }

  /** What a shortcode becomes that was closed with its second colon. Null where there is no such emoji. */
  closed(text: string, caret: number): Insertion | null {
    const token = closedShortcode(text, caret);
    const found = token && emojiByCode(this.#emoji, token.query);
    if (!found) return null;
    const emoji = inTone(found, rememberedTone());
    rememberEmoji(emoji);
    return { text: emoji, from: token.from, to: token.to };
  }

  move(step: number): void {
    const count = this.offers.length;
    this.active = (this.active + step + count) % count;
  }

  take(offer: Offer): Insertion | null {
    const token = this.#token;
    this.#token = null;
    if (!token) return null;
    const { from, to } = token;
    switch (offer.offer) {
      case 'person':
        return { text: `@${offer.person.handle} `, from, to };
      case 'everyone':
        return { text: `@${offer.word} `, from, to };
      case 'emoji':
        rememberEmoji(offer.emoji);
        return { text: offer.emoji, from, to };
    }
  }

  /** Somebody does not want it for what is being typed. */
  refuse(): void {
    this.#refused = this.#token?.from ?? null;
    this.#token = null;
  }

  /** The box is no longer looked at. */
  close(): void {
    this.#token = null;
  }

  #offersFor({ kind, query }: Token): Offer[] {
    if (kind === 'emoji') {
      const tone = rememberedTone();
      return completeEmoji(this.#emoji, query, MOST * 2)
        .filter(({ emoji }) => isDrawn(emoji))
        .slice(0, MOST)
        .map((each) => ({
          offer: 'emoji',
          id: each.emoji,
          emoji: inTone(each, tone),
          code: each.codes[0] ?? '',
          label: each.label,
        }));
    }
    const found = findPeople(this.#people(), query, soundsIn).slice(0, MOST);
    const offers = found.map((person): Offer => ({ offer: 'person', id: person.id, person }));
    const { view } = this.#room;
    if (mayCallEveryone(view?.role ?? null, view?.peer ?? null) && callsEveryone(query, soundsIn)) {
      const word = this.#app.i18n.locale === 'zh-CN' ? '所有人' : 'room';
      const everyone: Offer = { offer: 'everyone', id: 'everyone', word };
      // Somebody who typed part of the word means it; otherwise people come first.
      if (query === '') offers.push(everyone);
      else offers.unshift(everyone);
    }
    return offers.slice(0, MOST);
  }

  /** Everybody else here who can be called: those who spoke last first, then by name. */
  #people(): Profile[] {
    const { key, members, timeline } = this.#room;
    const me = this.#app.world.account(key.account)?.me.id;
    const spoke = new Map<string, number>();
    for (const [at, item] of timeline.stretch.items.entries())
      if (item.item === 'message') spoke.set(item.author, at);
    return members
      .filter(({ user }) => user !== me)
      .map(({ user }) => this.#app.world.person(key.account, user))
      .filter((person) => person !== undefined)
      .filter(({ former }) => !former)
      .sort((a, b) => (spoke.get(b.id) ?? -1) - (spoke.get(a.id) ?? -1) || a.name.localeCompare(b.name));
  }

  *#names(): Generator<string> {
    for (const { name } of this.#people()) yield name;
  }

  #prepareEmoji() {
    const { locale } = this.#app.i18n;
    if (this.#emojiLocale === locale) return;
    this.#emojiLocale = locale;
    allEmoji(locale).then(
      (all) => (this.#emoji = all),
      // Next time, perhaps; the colon stays a colon.
      () => (this.#emojiLocale = null),
    );
  }
}
