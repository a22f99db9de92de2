/**
 * The open conversation's timeline: a window of at most a few hundred items over the whole history, moved by paging.
 * It asks and keeps order; where the reader is belongs to `Lines.svelte`, which follows `goal`.
 */
import { flushSync } from 'svelte';

import type { Change } from '../ipc/gen/Change.ts';
import type { Divider } from '../ipc/gen/Divider.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { MessageId } from '../ipc/gen/MessageId.ts';
import type { Millis } from '../ipc/gen/Millis.ts';
import type { Opened } from '../ipc/gen/Opened.ts';
import type { Place } from '../ipc/gen/Place.ts';
import type { Seq } from '../ipc/gen/Seq.ts';
import type { TimelinePage } from '../ipc/gen/TimelinePage.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { asProblem, type Problem } from '../ipc/problem.ts';
import { sameKey } from '../state/keys.ts';
import {
  around,
  empty,
  firstSeq,
  itemId,
  join,
  lastSeq,
  place,
  steps,
  without,
  type Stretch,
} from './items.ts';
import { linesOf, type Line } from './lines.ts';

export const PAGE = 60;
/** Items in memory. What is far from what is read goes when there are more. */
export const WINDOW = 400;

/** Where the view should go. Each is a new object, so that the same place can be asked for twice. */
export type Goal =
  | { to: 'bottom'; smooth?: boolean }
  | { to: 'unread'; smooth?: boolean }
  | { to: 'message'; message: MessageId }
  /** Back to a line that stood `offset` pixels under the upper edge. */
  | { to: 'line'; id: string; offset: number };

export class Timeline {
  readonly key: Key;
  readonly #ipc: Ipc;
  /** Changes that arrive while an answer is on its way; applied to it again when it comes. */
  readonly #underway = new Set<Change[]>();

  stretch = $state.raw<Stretch>(empty);
  divider = $state.raw<Divider | null>(null);
  goal = $state.raw<Goal | null>(null);
  /** The next change of length happens at the upper end. */
  shift = $state(false);
  loading = $state(true);
  problem = $state.raw<Problem | null>(null);
  /** The message that was jumped to; it keeps its ring for two seconds. */
  hit = $state<MessageId | null>(null);

  /** Long messages that somebody asked to see whole. */
  whole = $state.raw<ReadonlySet<MessageId>>(new Set());

  lines = $derived(linesOf(this.stretch, this.divider));

  /** The view shows its lines. Not for drawing, as what follows. */
  seen = false;
  /** Where the reader is, as the view last said. */
  atBottom = true;
  top: { id: string; offset: number } | null = null;
  #paging = false;

  /** Whether it is shown as it would be when it is opened again. */
  get rests(): boolean {
    return this.atBottom && this.stretch.at_end && this.divider === null && !this.loading && !this.problem;
  }

  constructor(ipc: Ipc, key: Key) {
    this.#ipc = ipc;
    this.key = key;
  }

  async open(message: MessageId | null): Promise<Opened | null> {
    const at: Place = message ? { at: 'message', message } : { at: 'unread' };
    this.loading = true;
    this.problem = null;
    try {
      return await this.#ask(
        () => this.#ipc.call('open', { key: this.key, place: at, limit: PAGE }),
        (opened) => {
          this.divider = opened.divider;
          this.shift = false;
          this.stretch = opened.page;
          this.goal = message
            ? { to: 'message', message }
            : opened.divider
              ? { to: 'unread' }
              : { to: 'bottom' };
          if (message) this.hit = message;
        },
      );
    } catch (error) {
      this.problem = asProblem(error);
      return null;
    } finally {
      this.loading = false;
    }
  }

  /** More towards the start. Resolves when nothing is under way any more. */
  async older(): Promise<void> {
    const seq = firstSeq(this.stretch.items);
    if (this.#paging || this.stretch.at_start || seq === null) return;
    let missed = false;
    await this.#page({ at: 'before', seq }, (page) => {
      missed = firstSeq(this.stretch.items) !== seq;
      if (!missed) this.#show(join(this.stretch, page, 'before'));
    });
    // The start went elsewhere meanwhile; between it and the page something would be missing.
    if (missed) await this.older();
    else this.#cutAfter();
  }

  async newer(): Promise<void> {
    const seq = lastSeq(this.stretch.items);
    if (this.#paging || this.stretch.at_end || seq === null) return;
    let missed = false;
    await this.#page({ at: 'after', seq }, (page) => {
      missed = lastSeq(this.stretch.items) !== seq;
      if (!missed) this.#show(join(this.stretch, page, 'after'));
    });
    if (missed) await this.newer();
    else this.#cutAfter();
  }

  async toNewest(smooth = true): Promise<void> {
    if (!this.stretch.at_end) await this.#fresh({ at: 'newest' });
    this.goal = { to: 'bottom', smooth };
  }

  /** Rejects with what is in the way where the message is not here and cannot be had. */
  async goTo(message: MessageId): Promise<void> {
    if (!this.#has(message))
      await this.#ask(
        () => this.#ipc.call('page', { key: this.key, place: { at: 'message', message }, limit: PAGE }),
        (page) => this.#replace(page),
      );
    if (!this.#has(message)) return;
    this.goal = { to: 'message', message };
    this.hit = message;
  }

  /** To the first message of a day, or to what comes next where nobody said anything on it. */
  async toDay(when: Millis): Promise<void> {
    await this.#ask(
      () => this.#ipc.call('page', { key: this.key, place: { at: 'date', when }, limit: PAGE }),
      (page) => this.#replace(page),
    );
    const line = this.lines.find((each) => 'at' in each && each.at >= when) ?? this.lines.at(-1);
    if (line) this.goal = { to: 'line', id: line.id, offset: 8 };
  }

  /** Puts the divider before a message, as if all from there on were new. */
  divideBefore(seq: Seq): void {
    const unread = this.stretch.items.filter(
      (item) => item.item === 'message' && !item.own && (item.seq ?? 0) >= seq,
    ).length;
    this.shift = false;
    this.divider = { after: seq - 1, unread };
  }

  /** The unread divider, from anywhere in the conversation. */
  async toUnread(): Promise<void> {
    if (!this.divider) return;
    if (!this.lines.some((line) => line.line === 'unread'))
      await this.#fresh({ at: 'before', seq: this.divider.after + PAGE / 2 });
    this.goal = { to: 'unread', smooth: true };
  }

  /** Reads again what is shown: after a new snapshot, or when a hole was filled in part. */
  async refresh(): Promise<void> {
    const { items, at_end } = this.stretch;
    const seq = lastSeq(items);
    const limit = Math.max(PAGE, items.length);
    const keep = this.atBottom ? null : this.top;
    const at: Place = at_end || seq === null ? { at: 'newest' } : { at: 'before', seq: seq + 1 };
    await this.#fresh(at, limit);
    this.goal = keep ? { to: 'line', ...keep } : this.atBottom ? { to: 'bottom' } : null;
  }

  showWhole(message: MessageId): void {
    this.whole = new Set([...this.whole, message]);
  }

  apply(change: Change): void {
    for (const waiting of this.#underway) waiting.push(change);
    this.#apply(change);
  }

  #apply(change: Change) {
    if (change.change === 'items' && sameKey(change.key, this.key)) {
      const { stretch, torn } = place(this.stretch, change.items);
      // Thousands may come at once, where much of the past is fetched. What is far from the reader is left for later.
      this.#show(stretch.items.length > WINDOW * 1.5 ? this.#cut(stretch) : stretch);
      if (torn) void this.refresh();
    } else if (change.change === 'item_gone' && sameKey(change.key, this.key)) {
      this.#show(without(this.stretch, change.message));
    }
  }

  #has(message: MessageId): boolean {
    return this.stretch.items.some((item) => item.item === 'message' && item.id === message);
  }

  async #page(at: Place, use: (page: TimelinePage) => void, limit = PAGE): Promise<void> {
    this.#paging = true;
    try {
      await this.#ask(() => this.#ipc.call('page', { key: this.key, place: at, limit }), use);
    } catch (error) {
      this.problem = asProblem(error);
    } finally {
      this.#paging = false;
    }
  }

  /** Replaces what is loaded. */
  #fresh(at: Place, limit = PAGE): Promise<void> {
    return this.#page(at, (page) => this.#replace(page), limit);
  }

  #replace(page: TimelinePage) {
    this.shift = false;
    this.stretch = page;
  }

  async #ask<T>(ask: () => Promise<T>, use: (answer: T) => void): Promise<T> {
    const meanwhile: Change[] = [];
    this.#underway.add(meanwhile);
    try {
      const answer = await ask();
      use(answer);
      // They name whole values, so those that the answer already holds do no harm.
      this.#underway.delete(meanwhile);
      for (const change of meanwhile) this.#apply(change);
      return answer;
    } finally {
      this.#underway.delete(meanwhile);
    }
  }

  /** The item that is read, as the view last said: nothing that comes or goes may move it. */
  get #read(): string | null {
    const { items } = this.stretch;
    const middle = items[this.atBottom ? items.length - 1 : Math.floor(items.length / 2)];
    const top = this.atBottom ? -1 : this.lines.findIndex(({ id }) => id === this.top?.id);
    const isItem = ({ line }: Line) => line === 'message' || line === 'note';
    const line =
      top < 0 ? undefined : (this.lines.slice(top).find(isItem) ?? this.lines.slice(0, top).findLast(isItem));
    return line?.id ?? (middle ? itemId(middle) : null);
  }

  /** The view keeps what is read in its place, as long as things come or go on one side of it at a time. */
  #show(next: Stretch) {
    for (const { stretch, shift } of steps(this.stretch, next, this.#read)) {
      if (shift !== this.shift) flushSync();
      this.shift = shift;
      this.stretch = stretch;
    }
  }

  #cut(stretch: Stretch): Stretch {
    const read = this.#read;
    const at = stretch.items.findIndex((item) => itemId(item) === read);
    return around(stretch, WINDOW, Math.max(0, at));
  }

  /** In a frame of its own, so that the page that came is measured first. */
  #cutAfter() {
    if (this.stretch.items.length > WINDOW) requestAnimationFrame(() => this.#show(this.#cut(this.stretch)));
  }

  /** The newest of these lines that the desk knows by number. */
  newestSeq(from: number, to: number): Seq | null {
    for (let i = Math.min(to, this.lines.length - 1); i >= Math.max(0, from); i -= 1) {
      const line = this.lines[i];
      if (line?.line === 'message' && line.message.seq !== null) return line.message.seq;
      if (line?.line === 'note') return line.note.seq;
    }
    return null;
  }
}
