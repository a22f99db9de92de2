// Input methods in the search box: what is half typed is not looked for, and the keys that choose a candidate choose no
// result.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answered, close, frames, open, settled, stage } from './stage.mjs';

stage();

const field = (page) => page.getByRole('combobox', { name: 'Search messages' });
const rows = (page) => page.getByRole('listbox', { name: 'What was found' }).getByRole('option');
const active = (page) => field(page).getAttribute('aria-activedescendant');
const gone = (page) => page.locator('[data-bubble].hit').count();

/** The hands of an input method: what it shows while somebody types, what it puts in, and the keys that are its own. */
async function inputMethod(page) {
  const line = await page.context().newCDPSession(page);
  return {
    compose: async (text, at = text.length) => {
      await line.send('Input.imeSetComposition', { text, selectionStart: at, selectionEnd: at });
      await frames(page, 3);
    },
    commit: (text) => line.send('Input.insertText', { text }),
    /** A key that it takes: the page hears of it as number 229. */
    key: async (key) => {
      await line.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, windowsVirtualKeyCode: 229 });
      await line.send('Input.dispatchKeyEvent', { type: 'keyUp', key, windowsVirtualKeyCode: 229 });
      await frames(page, 3);
    },
  };
}

/** Notes what is asked from here on, as the page's count of results says it: once what was asked before is answered. */
async function watched(page) {
  await answered(page);
  await page.evaluate(() => {
    const seen = (globalThis.seen = []);
    const look = () => {
      const words = document.querySelector('.count [role=status]')?.textContent ?? '';
      const found = [...document.querySelectorAll('.results [role=option]')].map((row) => row.textContent);
      const now = `${words} ${found.join()}`;
      if (seen.at(-1) !== now) seen.push(now);
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
  });
  return () => page.evaluate(() => globalThis.seen.length);
}

test('nothing is looked for while a word is composed, and then the whole word', async () => {
  const page = await open('scene=room');
  await settled(page);
  await page.keyboard.press('Control+Shift+F');
  await page.getByText('What somebody said').waitFor();
  const method = await inputMethod(page);
  const answers = await watched(page);
  for (const typed of ['x', 'xi', 'xia', "xia'o", "xiao'b", "xiao'ba", "xiao'bai"])
    await method.compose(typed);
  assert.equal(await field(page).inputValue(), "xiao'bai");
  // The cursor goes back into it, and a key of the method's own comes up.
  await method.compose("xiao'bai", 4);
  await method.key('ArrowLeft');
  await frames(page, 20);
  assert.equal(await answers(), 1, 'nothing was found, and nothing was not');
  assert.ok(await page.getByText('What somebody said').isVisible());
  await method.commit('小白菜');
  await rows(page).filter({ hasText: '小白菜' }).first().waitFor();
  assert.equal(await field(page).inputValue(), '小白菜');
  await close(page);
});

test('the keys that choose a candidate open no result, and the next Enter does', async () => {
  const page = await open('scene=room');
  await settled(page);
  await page.keyboard.press('Control+f');
  await field(page).waitFor();
  await page.keyboard.type('a');
  await rows(page).nth(2).waitFor();
  await answered(page);
  const first = await active(page);
  const method = await inputMethod(page);
  const answers = await watched(page);
  await method.compose('b');
  await method.compose('ba');
  for (const key of ['ArrowDown', 'ArrowDown', 'Enter', 'F4', 'Enter']) await method.key(key);
  assert.equal(await active(page), first);
  assert.equal(await gone(page), 0);
  assert.equal(await answers(), 1);
  // Enter takes the letters as they are. In the app's web view it comes after the composition has ended.
  await method.commit('ba');
  await method.key('Enter');
  assert.equal(await gone(page), 0);
  assert.equal(await field(page).inputValue(), 'aba');
  await field(page).fill('小白');
  await rows(page).filter({ hasText: '小白菜' }).first().waitFor();
  await answered(page);
  await page.keyboard.press('Enter');
  await page.locator('[data-bubble].hit').waitFor();
  await close(page);
});

test('a filter that stands before what is composed asks nothing either', async () => {
  const page = await open('scene=room');
  await settled(page);
  await page.keyboard.press('Control+Shift+F');
  await field(page).waitFor();
  await page.keyboard.type('-from:tom ');
  await page.getByRole('button', { name: /^Remove the filter/u }).waitFor();
  await page.keyboard.type('has:x ');
  await rows(page).first().waitFor();
  const method = await inputMethod(page);
  const answers = await watched(page);
  await method.compose('cai');
  await method.compose('cai', 1);
  await method.key('ArrowLeft');
  await method.compose('cai', 2);
  await method.key('ArrowRight');
  await frames(page, 20);
  assert.equal(await answers(), 1);
  await method.compose('');
  await close(page);
});
