// The built preview in a real browser, under the policy that the app's own page has: `npm run e2e`.
// What only layout can show is tested here: anchors, the bottom, drawers, and that the policy blocks nothing.
import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';

const dist = fileURLToPath(new URL('../dist-preview/', import.meta.url));
const config = JSON.parse(readFileSync(new URL('../../tauri.conf.json', import.meta.url), 'utf8'));
const policy = Object.entries(config.app.security.csp)
  .map(([name, value]) => `${name} ${value}`)
  .join('; ');
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

let server, browser, origin;

before(async () => {
  assert.ok(existsSync(join(dist, 'index.html')), 'npm run build:preview first');
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const file = join(dist, pathname === '/' ? 'index.html' : decodeURIComponent(pathname));
    if (!file.startsWith(dist) || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': types[extname(file)] ?? 'application/octet-stream',
      'content-security-policy': policy,
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
});

after(async () => {
  await browser?.close();
  server?.close();
});

const trouble = new WeakMap();

async function open(query, viewport = { width: 1280, height: 860 }) {
  const page = await browser.newPage({ viewport, locale: 'en-GB' });
  page.setDefaultTimeout(8000);
  const seen = [];
  trouble.set(page, seen);
  page.on('pageerror', (error) => seen.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && seen.push(message.text()));
  // The app freezes these before the page runs.
  await page.addInitScript(() => Object.freeze(Object.prototype));
  await page.goto(`${origin}/?still&${query}`);
  return page;
}

async function settled(page) {
  await page.locator('[role=log] article').first().waitFor();
  const log = page.getByRole('log');
  // The list measures what it shows and corrects itself for a moment.
  for (let before = -1; ;) {
    const now = await log.evaluate((box) => box.scrollTop);
    if (now === before) return log;
    before = now;
    await frames(page, 20);
  }
}

/** So many frames of the screen. */
const frames = (page, count) =>
  page.evaluate(
    (count) =>
      new Promise((resolve) => {
        const next = (left) => (left > 0 ? requestAnimationFrame(() => next(left - 1)) : resolve());
        next(count);
      }),
    count,
  );

async function close(page) {
  assert.deepEqual(trouble.get(page), []);
  await page.close();
}

const place = (log) =>
  log.evaluate((box) => ({ top: box.scrollTop, end: box.scrollHeight - box.clientHeight - box.scrollTop }));
const box = (page) => page.getByRole('textbox', { name: /Message/ });

test('opens at the unread divider without showing a jump, and counts it as read', async () => {
  const page = await open('scene=class');
  await settled(page);
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

test('a link shows where it goes, and only then is opened', async () => {
  const page = await open('scene=words');
  await settled(page);
  await page.mouse.move(800, 400);
  await page.mouse.wheel(0, -900);
  await page.getByRole('link', { name: 'https://bank.example' }).click();
  const dialog = page.getByRole('dialog', { name: 'Open this link' });
  await dialog.getByText('https://evil.example/login').waitFor();
  await dialog.getByText(/but the link goes to/).waitFor();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
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
    await page.evaluate(axe);
    // The box moves through the list and scrolls it; the list itself takes no focus.
    const rules = { 'scrollable-region-focusable': { enabled: false } };
    const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { rules }), rules);
    assert.deepEqual(
      violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html.slice(0, 160)}`),
      [],
    );
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
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => globalThis.axe.run(document));
    const found = violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
    );
    assert.deepEqual(found, []);
    await close(page);
  });
}

for (const scene of ['room', 'class', 'words', 'zh', 'offline', 'host', 'empty', 'welcome', 'settings']) {
  test(`the scene ${scene} shows itself under the page's policy`, async () => {
    const page = await open(`scene=${scene}`);
    await page.locator('button').first().waitFor();
    await close(page);
  });
}

for (const theme of ['light', 'dark'])
  test(`what belongs to rooms and people is reached by keyboard and clean for assistive programs, ${theme}`, async () => {
    const page = await open(`scene=owner&theme=${theme}`);
    await settled(page);
    const clean = async (what, rules = {}) => {
      await page.evaluate(() => {
        // What goes on for as long as it is shown, such as somebody's typing, is not waited for.
        const ends = document
          .getAnimations()
          .filter((each) => each.effect.getComputedTiming().endTime !== Infinity);
        return Promise.allSettled(ends.map((each) => each.finished));
      });
      const { violations } = await page.evaluate(
        (asked) => globalThis.axe.run(document, { rules: asked }),
        rules,
      );
      assert.deepEqual(
        violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
        [],
        what,
      );
    };
    await page.evaluate(axe);
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
    // An open menu stands over the page and is part of none of its landmarks, as in every desktop program.
    await clean('a menu', { region: { enabled: false } });
    await page.keyboard.press('Escape');
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
