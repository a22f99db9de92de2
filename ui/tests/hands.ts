/** For tests: what a person's hands do. */
import { fireEvent } from '@testing-library/svelte';

/** Writes into a field, in place of what stands there. */
export async function write(field: HTMLElement, text: string): Promise<void> {
  await fireEvent.input(field, { target: { value: text } });
}

/** Presses a key where the focus is. */
export function press(key: string, more: KeyboardEventInit = {}): void {
  void fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
}

/** Matches words as people see them: what is filled in is set apart by marks that nobody sees. */
export const said =
  (words: string) =>
  (text: string): boolean =>
    text.replaceAll(/[\u2068\u2069]/gu, '') === words;
