// The window as a whole: its keys, its drawer, a reload, and that the policy blocks nothing of it.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { box, close, open, settled, stage } from './stage.mjs';

stage();

test('keys lead everywhere: search, rows, rooms', async () => {
  const page = await open('scene=room');
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('hik');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sunday hikers' }).waitFor();
  await page.waitForFunction(() => document.querySelector('textarea')?.value === 'I can bring the stove if');
  await page.keyboard.press('Alt+ArrowUp');
  await page.getByRole('heading', { name: 'Tom' }).waitFor();
  await close(page);
});

test('the list is a drawer in a narrow window, and the composer stays inside', async () => {
  const page = await open('scene=room', { width: 360, height: 640 });
  await settled(page);
  assert.equal(await page.getByRole('navigation').isVisible(), false);
  await page.getByRole('button', { name: 'Open the list' }).click();
  await page.getByRole('navigation').getByRole('button', { name: /外婆/ }).click();
  await page.getByRole('heading', { name: '外婆' }).waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `${wide}`);
  const { x, width } = await page.getByRole('button', { name: 'Send' }).boundingBox();
  assert.ok(x + width <= 360);
  await close(page);
});

test('a reload at any instant is right', async () => {
  const page = await open('scene=room');
  await settled(page);
  await box(page).fill('half a thought');
  await page.reload();
  await settled(page);
  await page.getByRole('heading', { name: 'Kitchen' }).waitFor();
  await close(page);
});

for (const scene of ['room', 'class', 'words', 'zh', 'offline', 'host', 'empty', 'welcome', 'settings']) {
  test(`the scene ${scene} shows itself under the page's policy`, async () => {
    const page = await open(`scene=${scene}`);
    await page.locator('button').first().waitFor();
    await close(page);
  });
}
