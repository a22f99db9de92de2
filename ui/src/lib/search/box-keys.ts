/** The keys of the search box: through what is offered, through the list, and back into the last pill. */
import type { App } from '../state/app.svelte.ts';
import type { Completion } from './completion.svelte.ts';
import { canBeTaken } from './rows.ts';
import { take } from './take.ts';

/** So many rows further. */
const FAR = 8;

/** Does what a key means; false where it is the text's. `atStart`: the cursor stands before the text. */
export function pressed(app: App, completion: Completion, event: KeyboardEvent, atStart: boolean): boolean {
  if (event.key === 'Backspace') return atStart && back(app, completion);
  return completion.open ? offered(completion, event) : inList(app, event);
}

function offered(completion: Completion, { key }: KeyboardEvent): boolean {
  const { current } = completion;
  if (key === 'ArrowDown' || key === 'ArrowUp') completion.move(key === 'ArrowDown' ? 1 : -1);
  else if ((key === 'Enter' || key === 'Tab') && current) completion.take(current);
  else if (key === 'Escape') completion.refuse();
  else return false;
  return true;
}

function inList(app: App, { key, shiftKey }: KeyboardEvent): boolean {
  const { search } = app;
  const step = { ArrowDown: 1, ArrowUp: -1, PageDown: FAR, PageUp: -FAR }[key];
  if (step !== undefined) search.move(step);
  else if (key === 'Enter') enter(app, shiftKey);
  else return false;
  return true;
}

/** To the row that is marked; pressed again, to the one after it. */
function enter(app: App, backwards: boolean) {
  const { search } = app;
  const active = search.rows.find(({ id }) => id === search.active);
  const there = active?.row === 'hit' && search.opened?.message === active.hit.message;
  if (backwards) void search.step(-1);
  else if (there) void search.step(1);
  else if (active && canBeTaken(active)) void take(app, active);
}

function back({ search }: App, completion: Completion): boolean {
  const last = search.box.pills.at(-1);
  if (!last) return false;
  search.caret = search.box.reopen(last);
  completion.look();
  search.ask();
  return true;
}
