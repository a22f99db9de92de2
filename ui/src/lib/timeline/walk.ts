/** The arrow keys of a timeline: from message to message, and from there to what can be done with one. */
import { tick } from 'svelte';

import type { Line } from './lines.ts';
import type { Scroll } from './scroll.svelte.ts';

/** The message that a key leads to from the one at `from`; null where it leads nowhere. */
export function nextMessage(lines: Line[], from: number, key: string): number | null {
  const step = key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return null;
  for (let i = from + step; i >= 0 && i < lines.length; i += step) if (lines[i]?.line === 'message') return i;
  return null;
}

/**
 * The message that a key was pressed on: the message itself, or a button in it, such as a reaction or a quote, so that
 * whoever comes to one by Tab goes on by arrows. What opens over a message has keys of its own.
 */
export function messageOf(target: EventTarget | null): string | undefined {
  if (!(target instanceof HTMLElement)) return undefined;
  if (!(target instanceof HTMLButtonElement)) return target.dataset['message'];
  if (target.closest('dialog, [role=menu], [role=dialog]')) return undefined;
  return target.closest<HTMLElement>('[data-message]')?.dataset['message'];
}

/** Takes the focus to a line, which is drawn first where it is not. */
export async function focusLine(scroll: Scroll, index: number, id: string): Promise<void> {
  const find = () => scroll.scroller?.querySelector<HTMLElement>(`[data-message="${CSS.escape(id)}"]`);
  scroll.touched();
  scroll.list?.scrollToIndex(index, { align: 'nearest' });
  await tick();
  if (!find()) await new Promise((resolve) => requestAnimationFrame(resolve));
  find()?.focus({ preventScroll: true });
}
