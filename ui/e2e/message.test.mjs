// What is in a message, and what is written: links, pictures, emoji, what is offered above the box.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { box, close, faults, open, settled, stage } from './stage.mjs';

stage();

test('a link shows where it goes, and only then is opened', async () => {
  const page = await open('scene=words');
  await settled(page);
  const link = page.getByRole('link', { name: 'https://bank.example' });
  await page.mouse.move(800, 400);
  await page.mouse.wheel(0, -900);
  // Lines that come on screen are measured, and may move what is pressed meanwhile.
  await link.scrollIntoViewIfNeeded();
  await settled(page);
  await link.click();
  const dialog = page.getByRole('dialog', { name: 'Open this link' });
  await dialog.getByText('https://evil.example/login').waitFor();
  await dialog.getByText(/but the link goes to/).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await close(page);
});

test('a picture opens large, and Escape leads back', async () => {
  const page = await open('scene=room');
  await settled(page);
  await page.getByRole('button', { name: 'First ones from the allotment. That light.' }).click();
  await page.getByRole('dialog', { name: 'Picture' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog', { name: 'Picture' }).waitFor({ state: 'detached' });
  await close(page);
});

test('emoji are found in both languages and go where the cursor is', async () => {
  const page = await open('scene=room');
  await settled(page);
  await box(page).fill('soup');
  await page.getByRole('button', { name: 'Emoji' }).click();
  await page.getByPlaceholder('Search emoji').fill('番茄');
  await page.getByRole('button', { name: 'tomato', exact: true }).click();
  await page.keyboard.press('Escape');
  assert.equal(await box(page).inputValue(), 'soup🍅');
  assert.ok(await box(page).evaluate((area) => area === document.activeElement));
  await close(page);
});

for (const size of [
  { width: 360, height: 480 },
  { width: 1280, height: 860 },
])
  test(`offers people above the box, whole and inside a window of ${size.width} x ${size.height}`, async () => {
    const page = await open('scene=room', size);
    await settled(page);
    await box(page).fill('One\nTwo\nThree\nFour\nFive\nSix\nSeven\nEight\nNine\n');
    await box(page).press('End');
    await page.keyboard.type('@');
    const list = await page.getByRole('listbox').boundingBox();
    const frame = await box(page).boundingBox();
    const head = await page.locator('header').first().boundingBox();
    assert.ok(list.y >= head.y + head.height - 1, `${list.y} is under the header`);
    assert.ok(list.y + list.height <= frame.y, `${list.y + list.height} covers ${frame.y}`);
    assert.ok(list.x >= 0 && list.x + list.width <= size.width);
    // The box moves through the list and scrolls it; the list itself takes no focus.
    const rules = { 'scrollable-region-focusable': { enabled: false } };
    assert.deepEqual(await faults(page, rules), []);
    await page.keyboard.press('Enter');
    assert.match(await box(page).inputValue(), /Nine\n@\S+ $/u);
    await close(page);
  });

test('what was chosen is taken back by undo', async () => {
  const page = await open('scene=room');
  await settled(page);
  await box(page).pressSequentially('soup :tomat');
  await page.getByRole('option', { name: /:tomato:/ }).waitFor();
  await page.keyboard.press('Enter');
  assert.equal(await box(page).inputValue(), 'soup 🍅');
  await page.keyboard.press('Control+z');
  assert.equal(await box(page).inputValue(), 'soup :tomat');
  await page.keyboard.press('Control+Shift+z');
  assert.equal(await box(page).inputValue(), 'soup 🍅');
  await close(page);
});
