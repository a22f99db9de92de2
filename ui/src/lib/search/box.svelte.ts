/**
 * What stands in the search box: filters that were made pills, and the text after them. A filter becomes a pill once it
 * is understood and left behind; Backspace before the text makes a text of the last pill again.
 */
import type { PartView } from '../ipc/gen/PartView.ts';
import type { FilterKind } from './filters.ts';

/** What a filter was taken for. */
export type Meaning = Pick<PartView, 'not' | 'value' | 'known' | 'people' | 'conversations'>;

export interface Pill extends Meaning {
  /** As it was written, so that it can be written again. */
  text: string;
  kind: FilterKind;
}

export class Box {
  pills = $state.raw<Pill[]>([]);
  text = $state('');

  /** Everything that is asked. */
  get query(): string {
    return [...this.pills.map((pill) => pill.text), this.text].join(' ');
  }

  /** About how wide the text is, in em. */
  get width(): number {
    let width = 0;
    for (const c of this.text) width += c < '\u2e80' ? 0.5 : 1;
    return width;
  }

  get empty(): boolean {
    return this.pills.length === 0 && this.text.trim() === '';
  }

  /**
   * Takes in what a question was taken for, while it still stands there: pills learn whether they mean something, and
   * filters that the cursor has left become pills. Returns where the cursor stands then.
   */
  understand(query: string, parts: PartView[], caret: number): number {
    if (query !== this.query) return caret;
    const start = query.length - this.text.length;
    let at = 0;
    const pills = this.pills.map((pill) => {
      const part = parts.find(({ from, to }) => from < at + pill.text.length && to > at);
      at += pill.text.length + 1;
      return part ? { ...pill, ...meaningOf(part) } : pill;
    });
    const left: Pill[] = [];
    let { text } = this;
    let moved = caret;
    // From the end, so that what is cut out moves nothing that is still looked at.
    for (const part of parts.toReversed()) {
      const from = part.from - start;
      const to = part.to - start;
      if (from < 0 || !isFilter(part) || !part.known) continue;
      // The cursor is still in it, or it may go on.
      if ((caret >= from && caret <= to) || !/\s/u.test(text.charAt(to))) continue;
      left.unshift({ text: text.slice(from, to), kind: part.what, ...meaningOf(part) });
      text = text.slice(0, from) + text.slice(to + 1);
      if (moved > to) moved -= to + 1 - from;
    }
    this.pills = pills;
    for (const pill of left) this.add(pill);
    this.text = text;
    return moved;
  }

  /** Who says the same twice means it once. */
  add(pill: Pill): void {
    if (!this.pills.some(({ text }) => text === pill.text)) this.pills = [...this.pills, pill];
  }

  remove(pill: Pill): void {
    this.pills = this.pills.filter((each) => each !== pill);
  }

  /** Makes a text of a pill again. Returns where the cursor stands then: behind it. */
  reopen(pill: Pill): number {
    this.remove(pill);
    this.text = this.text === '' ? pill.text : `${pill.text} ${this.text}`;
    return pill.text.length;
  }

  clear(): void {
    this.pills = [];
    this.text = '';
  }
}

const meaningOf = ({ not, value, known, people, conversations }: PartView): Meaning => ({
  not,
  value,
  known,
  people,
  conversations,
});

const isFilter = (part: PartView): part is PartView & { what: FilterKind } =>
  part.what !== 'word' && part.what !== 'phrase';
