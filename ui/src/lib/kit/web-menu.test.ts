import { expect, test } from 'vitest';

import { keepsWebMenu, withoutWebMenu } from './web-menu.ts';

function press(tag: string): MouseEvent {
  const element = document.body.appendChild(document.createElement(tag));
  const event = new MouseEvent('contextmenu', { bubbles: true, cancelable: true });
  element.addEventListener('contextmenu', withoutWebMenu);
  element.dispatchEvent(event);
  return event;
}

test('the web view shows no menu of its own on pictures and empty places', () => {
  expect(press('img').defaultPrevented).toBe(true);
  expect(press('main').defaultPrevented).toBe(true);
});

test('fields and chosen words keep the menu that has spelling and the clipboard', () => {
  expect(press('textarea').defaultPrevented).toBe(false);
  expect(press('input').defaultPrevented).toBe(false);
  expect(keepsWebMenu(document.body, 'chosen words')).toBe(true);
});
