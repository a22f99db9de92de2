/** What was sent to one conversation, of one kind, by month and newest first: read in pages, kept right while looked at. */
import type { GalleryEntry } from '../ipc/gen/GalleryEntry.ts';
import type { GalleryKind } from '../ipc/gen/GalleryKind.ts';
import type { GalleryMonth } from '../ipc/gen/GalleryMonth.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { Millis } from '../ipc/gen/Millis.ts';
import type { Seq } from '../ipc/gen/Seq.ts';
import { asProblem, type Problem } from '../ipc/problem.ts';
import type { App } from '../state/app.svelte.ts';
import { sameKey } from '../state/keys.ts';

const PAGE = 60;

/** Entries of one month of this computer's calendar. */
export interface MonthOf {
  /** Its first moment. */
  at: Millis;
  entries: GalleryEntry[];
}

export class Gallery {
  readonly #app: App;
  readonly #key: Key;
  readonly #kind: GalleryKind;
  /** One reading at a time; these are wanted next. */
  #reading: Promise<void> | null = null;
  #again = false;

  entries = $state.raw<GalleryEntry[]>([]);
  /** Every month in which there is something, newest first. */
  months = $state.raw<GalleryMonth[]>([]);
  /** The month it begins with; null: with the newest there is. */
  from = $state.raw<GalleryMonth | null>(null);
  more = $state(false);
  /** The next page is wanted or on its way. */
  paging = $state(false);
  complete = $state(true);
  known = $state(false);
  problem = $state.raw<Problem | null>(null);

  byMonth: MonthOf[] = $derived.by(() => {
    const months: MonthOf[] = [];
    for (const entry of this.entries) {
      const at = monthStart(entry.at);
      const last = months.at(-1);
      if (last?.at === at) last.entries.push(entry);
      else months.push({ at, entries: [entry] });
    }
    return months;
  });

  constructor(app: App, key: Key, kind: GalleryKind) {
    this.#app = app;
    this.#key = key;
    this.#kind = kind;
  }

  /** Reads, and follows until the returned function is called. */
  watch(): () => void {
    void this.#fresh();
    return this.#app.world.follow({
      changed: (change) => {
        if (change.change === 'items' && sameKey(change.key, this.#key)) void this.#fresh();
      },
      restarted: () => void this.#fresh(),
    });
  }

  /** Begins with that month. */
  async goTo(month: GalleryMonth | null): Promise<void> {
    this.from = month;
    this.entries = [];
    await this.#fresh();
  }

  async older(): Promise<void> {
    if (!this.more || this.paging) return;
    this.paging = true;
    await this.#next();
  }

  /** What is shown, anew. Changes that come meanwhile are one more reading. */
  async #fresh() {
    this.#again = true;
    await this.#next();
  }

  #next(): Promise<void> {
    this.#reading ??= this.#readings();
    return this.#reading;
  }

  async #readings() {
    try {
      while (this.#again || this.paging)
        if (this.#again) {
          this.#again = false;
          const limit = Math.max(PAGE, this.entries.length);
          await this.#read(this.from?.before ?? null, limit, (entries) => entries);
        } else await this.#further();
    } finally {
      this.#reading = null;
    }
  }

  async #further() {
    const last = this.entries.at(-1);
    const known = new Set(this.entries.map(({ message }) => message));
    const joined = (entries: GalleryEntry[]) => [
      ...this.entries,
      ...entries.filter(({ message }) => !known.has(message)),
    ];
    if (last && this.more) await this.#read(last.seq, PAGE, joined);
    this.paging = false;
  }

  async #read(before: Seq | null, limit: number, take: (entries: GalleryEntry[]) => GalleryEntry[]) {
    this.problem = null;
    const { from } = this;
    try {
      const page = await this.#app.ipc.call('gallery', { key: this.#key, kind: this.#kind, before, limit });
      // Somebody went to another month meanwhile; what belongs there is read next.
      if (from !== this.from) return;
      this.entries = take(page.entries);
      if (before === null) this.months = page.months;
      this.more = page.more;
      this.complete = page.complete;
      this.known = true;
    } catch (error) {
      this.problem = asProblem(error);
    }
  }
}

function monthStart(at: Millis): Millis {
  const day = new Date(at);
  return new Date(day.getFullYear(), day.getMonth(), 1).getTime();
}
