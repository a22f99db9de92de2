/** Which rows of the list are drawn: those on screen and some beyond, and single ones that something else needs. */

/** Rows beyond the edges that are drawn ahead of a hand that scrolls. */
const AHEAD = 8;

/** What is on screen, in pixels. */
export interface View {
  offset: number;
  height: number;
  /** From one row to the next. */
  pitch: number;
}

/** The first and the last row that are drawn because they are near. The last is -1 where there are none. */
export function nearRows({ offset, height, pitch }: View, count: number): { first: number; last: number } {
  const first = Math.floor(offset / pitch) - AHEAD;
  const last = Math.ceil((offset + height) / pitch) + AHEAD;
  return { first: Math.max(0, Math.min(first, count - 1)), last: Math.min(last, count - 1) };
}

/** Their places in order, with those of `others` that exist. */
export function drawnRows(first: number, last: number, others: number[]): number[] {
  const drawn = new Set(others.filter((at) => at >= 0));
  for (let at = first; at <= last; at += 1) drawn.add(at);
  return [...drawn].sort((a, b) => a - b);
}
