// Reading: anchors, the bottom, older pages, the ways to elsewhere. What only layout can show.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { box, close, frames, open, place, settled, stage } from './stage.mjs';

stage();

/** Runs in the page: notes after each frame where the lines stood that could be seen. */
function watch() {
  window.stood = [];
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const log = document.querySelector('[role=log]');
    if (!log || getComputedStyle(log).visibility === 'hidden') return;
    const { top, bottom } = log.getBoundingClientRect();
    const lines = [...log.querySelectorAll('[data-message]')]
      .map((line) => ({ id: line.dataset.message, at: line.getBoundingClientRect() }))
      .filter(({ at }) => at.bottom > top && at.top < bottom);
    if (lines.length > 0) window.stood.push(lines.map(({ id, at }) => [id, Math.round(at.top - top)]));
  };
  const frame = () => {
    port2.postMessage(null);
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}

/** From the first frame on in which lines were seen, they stood where they stand. */
async function stoodStill(page) {
  const frames = await page.evaluate(() => window.stood);
  const first = JSON.stringify(frames[0]);
  assert.ok(first, 'lines were seen');
  assert.deepEqual(
    frames.map((frame) => JSON.stringify(frame)).filter((frame) => frame !== first),
    [],
    `first they stood as ${first}`,
  );
}

test('opens at the unread divider without showing a jump, and counts it as read', async () => {
  const page = await open('scene=class', undefined, watch);
  await settled(page);
  await stoodStill(page);
  await page
    .getByRole('separator')
    .filter({ hasText: /3.* new messages/ })
    .waitFor();
  await page
    .getByRole('navigation')
    .getByRole('button', { name: /Physics 10b/ })
    .filter({ hasNot: page.getByLabel(/unread/) })
    .waitFor();
  await close(page);
});

test('starts at the bottom without showing a jump', async () => {
  const page = await open('scene=room', undefined, watch);
  const log = await settled(page);
  await stoodStill(page);
  assert.ok((await place(log)).end < 2);
  await close(page);
});

test('stays at the bottom when something is said there', async () => {
  const page = await open('scene=room');
  const log = await settled(page);
  await box(page).fill('First\nSecond\nThird');
  await box(page).press('Enter');
  await page.locator('article').filter({ hasText: 'Third' }).getByLabel('Sent').waitFor();
  await page.waitForFunction(() => {
    const log = document.querySelector('[role=log]');
    return log.scrollHeight - log.clientHeight - log.scrollTop < 2;
  });
  assert.ok((await place(log)).end < 2);
  await close(page);
});

test('keeps what is read in its place while older pages come', async () => {
  const page = await open('scene=room');
  const log = await settled(page);
  await page.mouse.move(800, 400);
  const anchor = () =>
    log.evaluate((box) => {
      const edge = box.getBoundingClientRect().top + 120;
      const found = [...box.querySelectorAll('article')].find(
        (each) => each.getBoundingClientRect().top >= edge,
      );
      return found && { text: found.textContent, top: Math.round(found.getBoundingClientRect().top) };
    });
  for (let i = 0; i < 12; i += 1) {
    const first = await log.evaluate((box) => box.scrollHeight);
    await page.mouse.wheel(0, -600);
    await frames(page, 2);
    const before = await anchor();
    await frames(page, 10);
    const now = await anchor();
    assert.deepEqual(now, before, `after ${i} turns of the wheel, from ${first}`);
  }
  await close(page);
});

test('never pulls a reader down who reads above, and offers the way back with a count', async () => {
  const page = await open('scene=room');
  const log = await settled(page);
  await page.mouse.move(800, 400);
  await page.mouse.wheel(0, -1500);
  await page.getByRole('button', { name: 'To the newest message' }).waitFor();
  const before = await place(log);
  assert.ok(before.end > 500, `${before.end}`);
  await page.getByRole('button', { name: 'To the newest message' }).click();
  await page.waitForFunction(() => {
    const log = document.querySelector('[role=log]');
    return log.scrollHeight - log.clientHeight - log.scrollTop < 2;
  });
  await close(page);
});

test('reads the whole history up to its first line and back', async () => {
  const page = await open('scene=room');
  const log = await settled(page);
  await page.mouse.move(800, 400);
  for (let i = 0; i < 200 && !(await page.getByText(/Ann.* opened this room/).isVisible()); i += 1) {
    await page.mouse.wheel(0, -3000);
    await frames(page, 2);
  }
  assert.ok(await page.getByText(/Ann.* opened this room/).isVisible());
  assert.ok((await log.locator('article').count()) < 60, 'only what is near is in the document');
  await page.getByRole('button', { name: 'To the newest message' }).click();
  await page.getByText('🍜🔥').nth(1).waitFor();
  await close(page);
});

test('the arrow keys walk from message to message, and Enter opens what can be done', async () => {
  const page = await open('scene=class');
  const log = await settled(page);
  await log.focus();
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.activeElement?.textContent.includes('10b.example'));
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() => document.activeElement?.textContent.includes('then we can compare'));
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Reply' }).waitFor();
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => document.activeElement?.textContent.includes('then we can compare'));
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'React with' }).nth(1).press('Enter');
  await page
    .locator('article')
    .filter({ hasText: 'then we can compare' })
    .getByRole('button', { pressed: true })
    .waitFor();
  // Far up, the message that holds the focus stays where the keys are.
  for (let i = 0; i < 30; i += 1) {
    await page.keyboard.press('ArrowUp');
    await frames(page, 2);
  }
  assert.ok(await page.evaluate(() => document.activeElement?.matches('[data-message]')));
  await page.keyboard.press('Escape');
  assert.ok(await box(page).evaluate((area) => area === document.activeElement));
  await close(page);
});

test('what is read stands still, to the pixel, while the window changes its size', async () => {
  const page = await open('scene=room');
  const log = await settled(page);
  await page.mouse.move(800, 400);
  for (let i = 0; i < 8; i += 1) {
    await page.mouse.wheel(0, -400);
    await frames(page, 4);
  }
  await frames(page, 30);
  const first = () =>
    log.evaluate((box) => {
      const edge = box.getBoundingClientRect().top;
      const found = [...box.querySelectorAll('[data-message]')].find(
        (each) => each.getBoundingClientRect().top >= edge,
      );
      return { id: found.dataset.message, top: found.getBoundingClientRect().top - edge };
    });
  const held = await first();
  for (const width of [1000, 800, 1280]) {
    await page.setViewportSize({ width, height: 860 });
    await frames(page, 6);
    const now = await log.evaluate(
      (box, id) =>
        box.querySelector(`[data-message="${id}"]`).getBoundingClientRect().top -
        box.getBoundingClientRect().top,
      held.id,
    );
    assert.ok(Math.abs(now - held.top) <= 1, `${now} after ${held.top} at ${width}`);
  }
  await close(page);
});

test('another day is gone to by the calendar', async () => {
  const page = await open('scene=room');
  await settled(page);
  await page.keyboard.press('Control+g');
  await page.getByRole('grid').waitFor();
  await page.waitForFunction(() => document.activeElement?.closest('[role=gridcell]'));
  for (let i = 0; i < 4; i += 1) await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  await page.getByRole('grid').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'To the newest message' }).waitFor();
  await close(page);
});
