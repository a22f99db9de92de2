// That everything is reached by keyboard, and that an automated check of access finds nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { close, faults, frames, open, settled, stage } from './stage.mjs';

stage();

for (const [query, size] of [
  ['scene=class&theme=light'],
  ['scene=class&theme=dark&lang=zh-CN'],
  ['scene=offline&theme=light'],
  ['scene=offline&theme=dark'],
  ['scene=host&theme=light'],
  ['scene=room&theme=light&density=compact'],
  ['scene=room&theme=dark', { width: 420, height: 880 }],
  ['scene=words&theme=light'],
  ['scene=words&theme=dark&lang=zh-CN'],
  ['scene=words&theme=light&density=compact'],
]) {
  test(`an automated check of access finds nothing in ${query}`, async () => {
    const page = await open(query, size);
    await page.locator('textarea').waitFor();
    await frames(page, 40);
    assert.deepEqual(await faults(page), []);
    await close(page);
  });
}

for (const theme of ['light', 'dark'])
  test(`what belongs to rooms and people is reached by keyboard and clean for assistive programs, ${theme}`, async () => {
    const page = await open(`scene=owner&theme=${theme}`);
    await settled(page);
    const clean = async (what) => assert.deepEqual(await faults(page), [], what);
    await page.getByRole('button', { name: 'Members' }).click();
    await page.locator('aside .person', { hasText: '李伟' }).focus();
    await clean('members');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: '李伟' }).waitFor();
    await clean('a card');
    await page.getByRole('button', { name: /^More for .*李伟/u }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: /^Silence for .*1.* hour/u }).waitFor();
    await page.keyboard.press('ArrowDown');
    await clean('a menu');
    // The menu goes first, then the card.
    await page.keyboard.press('Escape');
    await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'You and your status' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('radio', { name: 'Do not disturb' }).waitFor();
    await clean('oneself');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^What to do with .*Kitchen/u }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Room settings' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'About' }).focus();
    for (const name of ['Writing', 'Invites', 'Banned', 'Leave']) {
      await page.keyboard.press('ArrowRight');
      await page.getByRole('tab', { name, selected: true }).waitFor();
      await clean(name);
    }
    await page.close();
  });
