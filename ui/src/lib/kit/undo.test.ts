import { beforeEach, expect, it, vi } from 'vitest';

import { undoKey } from './undo.ts';

const asked = vi.fn(() => true);
beforeEach(() => {
  asked.mockClear();
  document.execCommand = asked;
  document.body.innerHTML = '<textarea></textarea><p tabindex="0"></p>';
});

function press(selector: string, init: KeyboardEventInit): KeyboardEvent {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init });
  document
    .querySelector(selector)
    ?.addEventListener('keydown', (seen) => undoKey(seen as KeyboardEvent), { once: true });
  document.querySelector(selector)?.dispatchEvent(event);
  return event;
}

it('undoes and redoes in a text field', () => {
  expect(press('textarea', { key: 'z', ctrlKey: true }).defaultPrevented).toBe(true);
  press('textarea', { key: 'Z', ctrlKey: true, shiftKey: true });
  press('textarea', { key: 'y', ctrlKey: true });
  expect(asked.mock.calls).toEqual([['undo'], ['redo'], ['redo']]);
});

it('leaves every other key and place alone', () => {
  press('textarea', { key: 'z' });
  press('textarea', { key: 'z', ctrlKey: true, altKey: true });
  press('textarea', { key: 'z', ctrlKey: true, isComposing: true });
  press('p', { key: 'z', ctrlKey: true });
  expect(asked).not.toHaveBeenCalled();
});
