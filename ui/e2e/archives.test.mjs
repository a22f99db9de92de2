// Archives: one is read through before it is brought in, and what came of it is said.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { close, faults, open, stage } from './stage.mjs';

stage();

for (const theme of ['light', 'dark'])
  test(`an archive is brought in after one has seen what comes of it, ${theme}`, async () => {
    const page = await open(`scene=host&theme=${theme}`);
    await page.getByRole('button', { name: 'Settings' }).click();
    await page.locator('[data-page=servers]').click();
    await page.getByRole('button', { name: 'Bring in…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Bring conversations in' });
    assert.deepEqual(await faults(page), [], 'the question');
    await dialog.getByRole('button', { name: 'Choose a file…' }).click();
    await dialog.getByText(/would be brought in/u).waitFor();
    await who(dialog, '外婆').waitFor();
    assert.deepEqual(await faults(page), [], 'what would come of it');
    await dialog.getByRole('button', { name: 'Bring it in' }).click();
    await dialog.getByText(/were brought in/u).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await dialog.waitFor({ state: 'detached' });
    await close(page);
  });

async function bringIn(page) {
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.locator('[data-page=servers]').click();
  await page.getByRole('button', { name: 'Bring in…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Bring conversations in' });
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await dialog.getByText(/would be brought in/u).waitFor();
  return dialog;
}

/** The names stand between marks that keep scripts apart. */
const who = (dialog, name) => dialog.getByRole('combobox', { name: new RegExp(`^Who \\P{L}*${name}`, 'u') });

async function choose(dialog, name, member) {
  await who(dialog, name).focus();
  await who(dialog, name).selectOption({ label: member });
}

const chosen = (dialog, name) => who(dialog, name).evaluate((each) => each.selectedOptions[0].label);

test('the people of an archive are whom one says they are', async () => {
  const page = await open('scene=host');
  const dialog = await bringIn(page);
  assert.equal(await chosen(dialog, 'Ann'), 'Ann @ann');
  assert.equal(await chosen(dialog, 'Tom'), 'Former member');
  await dialog.getByText(/^\P{L}*31\P{L}* left out/u).waitFor();
  await choose(dialog, 'Ann', 'Former member');
  await choose(dialog, 'Karin', 'Ann @ann');
  // The pointer may come to stand on somebody else, as lines come and go below it.
  await who(dialog, 'Ann').hover();
  assert.ok((await who(dialog, 'Karin').locator('option').count()) > 2);
  await dialog.getByText('Another choice can let more in, such as private chats.').waitFor();
  assert.deepEqual(await faults(page), []);

  // What was chosen is there again after the dialog was left, and is part of what is read.
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Bring in…' }).click();
  assert.equal(await chosen(dialog, 'Karin'), 'Ann @ann');
  await dialog.getByRole('button', { name: 'Read it through again' }).click();
  await dialog.getByText(/^\P{L}*1,823\P{L}* messages would be brought in/u).waitFor();
  assert.equal(await dialog.getByText(/left out/u).count(), 1);
  assert.equal(await chosen(dialog, 'Ann'), 'Former member');
  assert.equal(await chosen(dialog, 'Karin'), 'Ann @ann');
  await dialog.getByRole('button', { name: 'Bring it in' }).click();
  await dialog.getByText(/were brought in/u).waitFor();
  assert.equal(await dialog.getByRole('combobox').count(), 0);
  assert.match(await dialog.locator('li').filter({ hasText: '@karin.s' }).textContent(), /@ann$/u);
  await close(page);
});

test('in a narrow window nothing of the choice is cut off', async () => {
  const page = await open('scene=host', { width: 360, height: 640 });
  await page.getByRole('button', { name: 'Open the list' }).click();
  const dialog = await bringIn(page);
  await choose(dialog, 'The committee', '外婆 @waipo');
  const { x, width } = await who(dialog, 'The committee').boundingBox();
  assert.ok(x >= 0 && x + width <= 360, `${x} ${width}`);
  const wide = await dialog.locator('.body').evaluate((body) => body.scrollWidth - body.clientWidth);
  assert.ok(wide <= 0, `${wide}`);
  assert.deepEqual(await faults(page), []);
  await close(page);
});
