// Looking for something, with keys and pointer, wide and narrow: the panel, its pills, the way to a message and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answered, close, faults, frames, open, settled, stage } from './stage.mjs';

stage();

const field = (page) => page.getByRole('combobox', { name: 'Search messages' });
const rows = (page) => page.getByRole('listbox', { name: 'What was found' }).getByRole('option');
const active = (page) =>
  field(page).evaluate((box) => document.getElementById(box.getAttribute('aria-activedescendant'))?.id);
const hit = (page) => page.locator('[data-bubble].hit');

/** Numbers stand between marks that keep them apart from the words around them. */
const nth = (at) => new RegExp(`^\\P{L}*${at}\\P{L}* of \\P{L}*$`, 'u');

async function look(page, keys, text) {
  await page.keyboard.press(keys);
  await field(page).waitFor();
  await page.keyboard.type(text);
  await rows(page).first().waitFor();
  await answered(page);
}

test('what was said here is found as it is typed, and gone to by keys, next and previous', async () => {
  const page = await open('scene=room', { width: 1280, height: 860 });
  await settled(page);
  await look(page, 'Control+f', 'dinner');
  await page.getByText(/^\S+ messages$/).waitFor();
  assert.equal(await rows(page).first().locator('mark').textContent(), 'dinner');
  const first = await active(page);
  await page.keyboard.press('Enter');
  await hit(page).getByText('Who is in for dinner tonight?').waitFor();
  await page.getByText(nth(1)).waitFor();
  // The box keeps the keyboard: Enter goes on, Shift+Enter goes back.
  await page.keyboard.press('Enter');
  await page.getByText(nth(2)).waitFor();
  assert.notEqual(await active(page), first);
  await page.keyboard.press('Shift+Enter');
  await page.getByText(nth(1)).waitFor();
  await page.keyboard.press('F3');
  await page.getByText(nth(2)).waitFor();
  await page.getByRole('button', { name: 'Previous result' }).click();
  await page.getByText(nth(1)).waitFor();
  assert.equal(await active(page), first);
  await close(page);
});

test('the words that were found are marked in the message that was gone to', async () => {
  const page = await open('scene=room');
  await settled(page);
  await look(page, 'Control+f', 'soup');
  await page.keyboard.press('Enter');
  await hit(page).waitFor();
  // The mark is drawn a frame after the message stands.
  await page.waitForFunction(() => CSS.highlights.get('found')?.size > 0);
  const marked = await page.evaluate(() => [...CSS.highlights.get('found')].map(String));
  assert.deepEqual(marked, ['soup']);
  await close(page);
});

test('one Chinese character is enough', async () => {
  const page = await open('scene=room&lang=zh-CN');
  await settled(page);
  await page.keyboard.press('Control+Shift+F');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('伞');
  await page.getByRole('option').filter({ hasText: '别忘了带伞' }).first().waitFor();
  await close(page);
});

test('filters become pills, are offered by keys, and are taken back', async () => {
  const page = await open('scene=room');
  await settled(page);
  await look(page, 'Control+f', 'soup');
  await page.keyboard.type(' from:');
  const offers = page.getByRole('listbox', { name: 'What the filter can say' });
  await offers.getByRole('option', { name: /Ann/ }).waitFor();
  await page.keyboard.type('to');
  await offers.getByRole('option', { name: /Tom/ }).waitFor();
  assert.deepEqual(await faults(page), []);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /^Remove the filter .*from Tom/u }).waitFor();
  assert.equal(await field(page).inputValue(), 'soup ');
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role=option] b')].every((name) => name.textContent === 'Tom'),
  );
  // One that was typed whole, too.
  await page.keyboard.type('after:2020-01 ');
  await page.getByRole('button', { name: /^Remove the filter .*after 2020-01/u }).waitFor();
  // Before the text, Backspace writes the last one out again.
  await page.keyboard.press('Home');
  await page.keyboard.press('Backspace');
  assert.match(await field(page).inputValue(), /^after:2020-01 soup/u);
  await page.getByRole('button', { name: /^Remove the filter .*from Tom/u }).click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[role=option] b')].some((name) => name.textContent !== 'Tom'),
  );
  await close(page);
});

test('everywhere, people and conversations stand above the messages, which stand by conversation', async () => {
  const page = await open('scene=room');
  await settled(page);
  await look(page, 'Control+Shift+F', 'to');
  const list = page.getByRole('listbox', { name: 'What was found' });
  await list.getByText('People', { exact: true }).waitFor();
  await list.getByText('Physics 10b').first().waitFor();
  assert.deepEqual(await faults(page), []);
  await page.keyboard.press('ArrowUp');
  assert.match(await active(page), /^(?:person|conversation|file)-/u);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Physics 10b', level: 1 }).waitFor();
  await hit(page).waitFor();
  // The list is still there, and so is the keyboard.
  const taken = await active(page);
  await page.keyboard.press('ArrowDown');
  assert.match(await active(page), /^hit-/u);
  assert.notEqual(await active(page), taken);
  await close(page);
});

test('the list goes on while it is scrolled, and is where it was left when it is opened again', async () => {
  const page = await open('scene=room');
  await settled(page);
  await look(page, 'Control+Shift+F', 't');
  const list = page.getByRole('listbox', { name: 'What was found' });
  const box = await list.boundingBox();
  await page.mouse.move(box.x + 100, box.y + 200);
  for (let i = 0; i < 12; i += 1) {
    await page.mouse.wheel(0, 900);
    await frames(page, 4);
  }
  const top = () => list.evaluate((each) => Math.round(each.scrollTop));
  await frames(page, 20);
  const before = await top();
  assert.ok(before > 4000, `${before}`);
  assert.ok((await rows(page).count()) < 60, 'only what is near is in the document');
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+F');
  await list.waitFor();
  await page.waitForFunction((wanted) => {
    const each = document.querySelector('.results');
    return each && Math.abs(each.scrollTop - wanted) < 60;
  }, before);
  assert.equal(await field(page).inputValue(), 't');
  await close(page);
});

test('the box above the list leads to the messages', async () => {
  const page = await open('scene=room');
  await settled(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('ginger');
  await page.keyboard.press('Enter');
  assert.equal(await field(page).inputValue(), 'ginger');
  await rows(page).filter({ hasText: 'ginger' }).first().waitFor();
  await close(page);
});

test('in a narrow window a result closes the list, and the way back is there', async () => {
  const page = await open('scene=room', { width: 420, height: 880 });
  await settled(page);
  await page.getByRole('button', { name: 'Search here' }).click();
  await page.keyboard.type('soup');
  await rows(page).nth(1).waitFor();
  await answered(page);
  await rows(page).nth(1).click();
  await hit(page).waitFor();
  const bar = page.getByRole('search');
  await bar.getByText(nth(2)).waitFor();
  assert.deepEqual(await faults(page), []);
  await bar.getByRole('button', { name: 'Next result' }).click();
  await bar.getByText(nth(3)).waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 420, `${wide}`);
  await bar.getByRole('button', { name: /soup/ }).click();
  await rows(page).first().waitFor();
  assert.match(await active(page), /^hit-/u);
  await page.keyboard.press('Escape');
  await page.keyboard.press('F3');
  await bar.getByText(nth(4)).waitFor();
  await bar.getByRole('button', { name: 'Leave the results' }).click();
  await bar.waitFor({ state: 'detached' });
  await close(page);
});

test('what is not here is said, and fetched when it is wanted', async () => {
  const page = await open('scene=room');
  await settled(page);
  await page.keyboard.press('Control+Shift+F');
  await page.getByText(/^All conversations since/).waitFor();
  await page.getByRole('button', { name: 'Fetch the rest' }).click();
  await page.getByText('Older messages are being fetched').waitFor();
  await page.getByRole('progressbar').waitFor();
  await close(page);
});

test('an empty box teaches its filters, and a press writes one', async () => {
  const page = await open('scene=room');
  await settled(page);
  await page.keyboard.press('Control+Shift+F');
  await page.getByText('What somebody said').waitFor();
  assert.deepEqual(await faults(page), []);
  await page.getByRole('button', { name: 'is:mention' }).last().click();
  await rows(page).filter({ hasText: '饺子给你留着' }).first().waitFor();
  await page.getByRole('button', { name: /^Remove the filter .*is mention/u }).waitFor();
  assert.ok(await field(page).evaluate((box) => box === document.activeElement));
  await close(page);
});

for (const [query, size] of [
  ['scene=room&theme=light'],
  ['scene=room&theme=dark'],
  ['scene=class&theme=dark', { width: 420, height: 880 }],
])
  test(`what was sent, the figures and the export are clean for assistive programs in ${query}`, async () => {
    const page = await open(query, size);
    await settled(page);
    const choose = async (name) => {
      await page.getByRole('button', { name: /^What to do with/u }).click();
      await page.getByRole('menuitem', { name }).click();
    };
    await choose('Files of this conversation');
    for (const kind of ['Pictures', 'Videos', 'Files', 'Links']) {
      await page.getByRole('radio', { name: kind }).click();
      assert.deepEqual(await faults(page), [], kind);
    }
    await page.getByRole('button', { name: 'Go to the message' }).first().click();
    await hit(page).waitFor();
    if (size) await page.keyboard.press('Escape');
    await choose('About');
    await page.getByText('Who wrote most').waitFor();
    assert.deepEqual(await faults(page), [], 'figures');
    if (size) await page.keyboard.press('Escape');
    await choose('Export…');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Web pages').waitFor();
    assert.deepEqual(await faults(page), [], 'export');
    await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
    await dialog.getByRole('progressbar').waitFor();
    assert.deepEqual(await faults(page), [], 'progress');
    await dialog.getByRole('button', { name: 'Stop' }).click();
    await dialog.getByText(/^Stopped/u).waitFor();
    await close(page);
  });
