import { fireEvent, render, screen, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { village } from '../../../tests/fixtures.ts';
import { App } from '../state/app.svelte.ts';
import Composer from './Composer.svelte';

let app: App;
beforeEach(async () => {
  localStorage.clear();
  const { ipc } = village('scene=room');
  app = new App(ipc);
  await app.start();
  render(Stage, { props: { app, piece: Composer, props: { room: app.room } } });
});

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: /Message .*Kitchen/ });
/** Types as if the cursor stood at the end. */
async function write(text: string) {
  box().focus();
  box().value = text;
  box().setSelectionRange(text.length, text.length);
  await fireEvent.input(box());
}
const offers = () => within(screen.getByRole('listbox')).getAllByRole('option');
const words = () => offers().map((each) => each.textContent.replaceAll(/\s+/gu, ' ').trim());
const chosen = () => offers().findIndex((each) => each.getAttribute('aria-selected') === 'true');
const key = (name: string, more: KeyboardEventInit = {}) => fireEvent.keyDown(box(), { key: name, ...more });

describe('naming somebody', () => {
  it('offers everybody else and the whole room, and tells which is chosen', async () => {
    await write('@');
    expect(words()).not.toContain('Lena @lena');
    expect(words()).toContain('Ann @ann');
    expect(words().at(-1)).toMatch(/@room/);
    expect(box()).toHaveAttribute('aria-activedescendant', offers()[0]?.id);
    await key('ArrowDown');
    expect(chosen()).toBe(1);
    await key('ArrowUp');
    await key('ArrowUp');
    expect(chosen()).toBe(offers().length - 1);
    expect(box()).toHaveAttribute('aria-activedescendant', offers().at(-1)?.id);
  });

  it('takes one with Enter, without sending', async () => {
    await write('Hello @an');
    await key('Enter');
    expect(box().value).toBe('Hello @ann ');
    expect(app.room?.composer.text).toBe('Hello @ann ');
    expect(screen.queryByRole('listbox')).toBeNull();
    expect(box()).not.toHaveAttribute('aria-activedescendant');
  });

  it('takes one with Tab, and with the mouse', async () => {
    await write('@wai');
    await key('Tab');
    expect(box().value).toBe('@waipo ');
    await write('@waipo @tom');
    await fireEvent.click(offers()[0] as HTMLElement);
    expect(box().value).toBe('@waipo @tom ');
  });

  it('finds Chinese names by their sound once it has learnt how', async () => {
    await write('@wp');
    await vi.waitFor(() => expect(words()).toEqual(['外婆 @waipo']), { timeout: 5000 });
  });

  it('is left alone after Escape until the next sign', async () => {
    await write('@a');
    await key('Escape');
    expect(screen.queryByRole('listbox')).toBeNull();
    await write('@an');
    expect(screen.queryByRole('listbox')).toBeNull();
    await write('@an @a');
    expect(offers().length).toBeGreaterThan(0);
  });

  it('leaves every key to an input method that is at work', async () => {
    await write('@a');
    await fireEvent.compositionStart(box());
    expect(screen.queryByRole('listbox')).toBeNull();
    await key('Enter', { isComposing: true, keyCode: 229 });
    expect(box().value).toBe('@a');
    await fireEvent.compositionEnd(box());
    await write('@外');
    await key('Enter', { keyCode: 229 });
    expect(box().value).toBe('@外');
    await key('Enter', { keyCode: 13 });
    expect(box().value).toBe('@waipo ');
  });

  it('is nothing in code and in addresses', async () => {
    for (const text of ['`@an', 'post@an', '```\n@an']) {
      await write(text);
      expect(screen.queryByRole('listbox')).toBeNull();
    }
  });
});

describe('naming an emoji', () => {
  it('begins at two letters, in both languages', async () => {
    await write(':t');
    expect(screen.queryByRole('listbox')).toBeNull();
    await write(':tad');
    await vi.waitFor(() => expect(words()[0]).toBe('🎉 :tada: party popper'), { timeout: 5000 });
    await key('Enter');
    expect(box().value).toBe('🎉');
    await write(':番茄');
    await key('Tab');
    expect(box().value).toBe('🍅');
  });

  it('needs no list when the second colon is typed', async () => {
    await write(':ta');
    await vi.waitFor(() => offers(), { timeout: 5000 });
    await write('so :tada:');
    expect(box().value).toBe('so 🎉');
    // Undoing it does not make it again.
    box().value = 'so :tada:';
    await fireEvent(box(), new InputEvent('input', { bubbles: true, inputType: 'historyUndo' }));
    expect(box().value).toBe('so :tada:');
    await write('at 12:30: soup');
    expect(box().value).toBe('at 12:30: soup');
  });
});
