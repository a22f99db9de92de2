/**
 * Where the reader is in the scrolling part of a timeline, and how they get elsewhere: it goes where the timeline's goal
 * says, stays at the bottom while the reader is there, holds what is read in its place, never pulls anybody down from
 * above, and asks for more near an end.
 */
import { tick } from 'svelte';

import type { Room } from '../state/room.svelte.ts';
import type { Goal } from './timeline.svelte.ts';

/** What the list of lines can be asked and told. */
export interface List {
  getScrollOffset(): number;
  getScrollSize(): number;
  getViewportSize(): number;
  findItemIndex(offset: number): number;
  getItemOffset(index: number): number;
  scrollToIndex(
    index: number,
    opts: { align: 'start' | 'center' | 'nearest'; offset?: number; smooth?: boolean },
  ): void;
}

/** How near an end more is asked for. */
const NEAR = 900;
const SLACK = 24;
/** So long after a hand moved the timeline, what moves it is the hand. */
const HAND_MS = 1000;
/** At most so many frames the lines are hidden until they stand still. */
const SETTLING_FRAMES = 8;
/** So long the list corrects itself on the way to a goal. */
const GOING_MS = 400;

export class Scroll {
  readonly #room: () => Room;

  scroller = $state<HTMLElement>();
  list = $state<List>();
  /** The reader is at the bottom and stays there. */
  follow = $state(false);
  /** The first and the last line on screen. */
  shown = $state({ first: 0, last: 0 });
  /** The day of the first line stands near the upper edge already. */
  dayRowNear = $state(false);
  sawUnread = $state(false);
  /** The reader stands where they should, so the lines may be seen. */
  settled = $state(false);

  #offsetBefore = 0;
  #touchedAt = -Infinity;
  #dragging = false;
  /** What is read: a message and where its upper edge stood, in pixels beneath the scroller's own. */
  #anchor: { id: string; top: number } | null = null;
  #goingUntil = -Infinity;
  /** The way there is a smooth one: it begins where the reader was. */
  #smoothly = false;

  constructor(room: () => Room) {
    this.#room = room;
  }

  get #timeline() {
    return this.#room().timeline;
  }

  get #unreadAt(): number {
    return this.#timeline.lines.findIndex((line) => line.line === 'unread');
  }

  /** A hand moves the timeline. */
  touched = (): void => {
    this.#touchedAt = performance.now();
    this.#goingUntil = -Infinity;
  };
  grabbed = (): void => {
    this.#dragging = true;
  };
  released = (): void => {
    if (this.#dragging) this.touched();
    this.#dragging = false;
  };

  scrolled = (): void => {
    const { scroller } = this;
    if (!scroller) return;
    // Asked of the document, which is never ahead of itself; the list's own numbers are, while pages are put above.
    const offset = scroller.scrollTop;
    const bottom = offset + scroller.clientHeight >= scroller.scrollHeight - SLACK;
    const now = performance.now();
    const byHand = this.#dragging || now - this.#touchedAt < HAND_MS;
    const leaving = this.#smoothly && now < this.#goingUntil;
    if (bottom && !leaving) this.follow = this.#timeline.stretch.at_end;
    // Only a reader leaves the bottom, and only upwards. What grows below does not move them away, nor does the
    // browser, which moves the offset when the composer changes its height.
    else if (byHand && offset < this.#offsetBefore - 1) this.follow = false;
    this.#offsetBefore = offset;
    this.look();
    this.#hold();
  };

  /** The timeline stands still: from here on, what is held is the first message that is wholly on screen. */
  stopped = (): void => {
    this.#anchor = null;
    this.#hold();
    this.look();
  };

  /** Notes what is on screen, and asks for more where it ends. */
  look = (): void => {
    const { list } = this;
    const { lines } = this.#timeline;
    if (!list || lines.length === 0) return;
    const offset = list.getScrollOffset();
    const view = list.getViewportSize();
    const first = list.findItemIndex(offset + 1);
    const last = list.findItemIndex(offset + view - SLACK);
    this.shown = { first, last };
    this.#timeline.atBottom = this.follow;
    const top = lines[first];
    this.#timeline.top = top ? { id: top.id, offset: list.getItemOffset(first) - offset } : null;
    this.dayRowNear = false;
    for (let i = first; i <= first + 3; i += 1)
      if (lines[i]?.line === 'day' && list.getItemOffset(i) - offset < 56) this.dayRowNear = true;
    const unreadAt = this.#unreadAt;
    if (unreadAt >= first && unreadAt <= last) this.sawUnread = true;
    if (!this.settled) return;
    if (offset < NEAR) void this.#timeline.older();
    if (offset + view > list.getScrollSize() - NEAR) void this.#timeline.newer();
    const seq = this.#timeline.newestSeq(first, last);
    if (seq !== null) this.#room().seen(seq);
  };

  /**
   * Notes what is read, so that it can be put back where it stood. What was on screen before stays the measure: what
   * has just come on screen is not measured yet, and what is around it will move.
   */
  #hold(): void {
    const { scroller } = this;
    if (!scroller || this.follow || performance.now() < this.#goingUntil) {
      this.#anchor = null;
      return;
    }
    const edge = scroller.getBoundingClientRect().top;
    const topOf = (each: Element) => each.getBoundingClientRect().top - edge;
    const before = this.#anchor && this.#find(this.#anchor.id);
    if (this.#anchor && before) {
      const top = topOf(before);
      if (top >= 0 && top < scroller.clientHeight) {
        this.#anchor = { ...this.#anchor, top };
        return;
      }
    }
    for (const each of scroller.querySelectorAll<HTMLElement>('[data-message]')) {
      const top = topOf(each);
      if (top >= 0) {
        this.#anchor = { id: each.dataset['message'] ?? '', top };
        return;
      }
    }
    this.#anchor = null;
  }

  #find(id: string): Element | null {
    return this.scroller?.querySelector(`[data-message="${CSS.escape(id)}"]`) ?? null;
  }

  /** Puts what is read back where it stood. To be called when something changed that no hand did. */
  keep = (): void => {
    const { scroller } = this;
    if (!scroller || !this.settled) return;
    if (this.follow) {
      scroller.scrollTop = scroller.scrollHeight;
      return;
    }
    const held = this.#anchor && this.#find(this.#anchor.id);
    if (!this.#anchor || !held) return;
    const moved = held.getBoundingClientRect().top - scroller.getBoundingClientRect().top - this.#anchor.top;
    if (Math.abs(moved) >= 1) scroller.scrollTop += moved;
  };

  /** Lines were measured: in the same frame, before anybody sees it, all is put where it belongs. */
  measured = (): void => {
    void tick().then(this.keep);
  };

  /**
   * Straight through the document: the list's own way keeps correcting for a while, and would pull back a reader who
   * has just left. Measured lines call this again as long as the bottom is followed.
   */
  toBottom = (smooth = false): void => {
    void tick().then(() => {
      if (this.follow && this.scroller)
        this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
    });
  };

  async go(goal: Goal): Promise<void> {
    await tick();
    const { lines } = this.#timeline;
    const at = (index: number, opts: { align: 'start' | 'center'; offset?: number; smooth?: boolean }) => {
      if (index < 0) return;
      this.follow = false;
      this.#anchor = null;
      this.#goingUntil = performance.now() + GOING_MS;
      this.#smoothly = opts.smooth ?? false;
      this.list?.scrollToIndex(index, opts);
      // Where there was nothing to scroll, the reader is still at the bottom then.
      if (this.#smoothly) setTimeout(this.scrolled, GOING_MS);
    };
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const indexOf = (id: string) => lines.findIndex((line) => line.id === id);
    switch (goal.to) {
      case 'bottom':
        this.follow = true;
        this.toBottom((goal.smooth ?? false) && !calm);
        break;
      case 'unread': {
        const unreadAt = this.#unreadAt;
        this.follow = unreadAt < 0;
        if (this.follow) this.toBottom();
        else at(unreadAt, { align: 'start', offset: -96, smooth: (goal.smooth ?? false) && !calm });
        break;
      }
      case 'message':
        at(indexOf(goal.message), { align: 'center' });
        break;
      case 'line':
        at(indexOf(goal.id), { align: 'start', offset: -goal.offset });
        break;
    }
    this.#settle();
  }

  /** Lets the lines be seen when they stand still: what comes on screen is measured, and may move the rest. */
  #settle(): void {
    let [frames, before] = [0, -1];
    const look = () => {
      const height = this.scroller?.scrollHeight ?? 0;
      const still = this.settled || (height === before && (this.list?.getViewportSize() ?? 0) > 0);
      [frames, before] = [frames + 1, height];
      // Two at least: the lines there are measured in the first.
      if (frames < 2 || (!still && frames < SETTLING_FRAMES)) {
        if (!this.settled && this.follow && this.scroller) this.scroller.scrollTop = height;
        requestAnimationFrame(look);
        return;
      }
      this.settled = true;
      this.#timeline.seen = true;
      // Where everything fits there is nothing to scroll, so nobody else would say that this is the bottom.
      this.scrolled();
    };
    requestAnimationFrame(look);
  }
}
