// What every test of the built preview stands on: a server with the policy that the app's own page has, a browser, and a
// few ways to look at a page. `stage()` starts both before the tests of a file and ends them after.
import assert from 'node:assert/strict';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { after, before } from 'node:test';
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

/** To be called once by each file of tests. */
export function stage() {
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
}

const trouble = new WeakMap();

/** `watch` runs in the page before anything else does. */
export async function open(query, viewport = { width: 1280, height: 860 }, watch = () => undefined) {
  const page = await browser.newPage({ viewport, locale: 'en-GB' });
  page.setDefaultTimeout(8000);
  const seen = [];
  trouble.set(page, seen);
  page.on('pageerror', (error) => seen.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && seen.push(message.text()));
  // The app freezes these before the page runs.
  await page.addInitScript(() => Object.freeze(Object.prototype));
  await page.addInitScript(watch);
  await page.goto(`${origin}/?still&${query}`);
  return page;
}

export async function settled(page) {
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

/** What was typed into the search box is what is shown, and its list has been drawn. */
export async function answered(page) {
  await page.locator('.results[aria-busy=true]').waitFor({ state: 'detached' });
  await frames(page, 20);
}

/** So many frames of the screen. */
export const frames = (page, count) =>
  page.evaluate(
    (count) =>
      new Promise((resolve) => {
        const next = (left) => (left > 0 ? requestAnimationFrame(() => next(left - 1)) : resolve());
        next(count);
      }),
    count,
  );

export async function close(page) {
  assert.deepEqual(trouble.get(page), []);
  await page.close();
}

export const place = (log) =>
  log.evaluate((box) => ({ top: box.scrollTop, end: box.scrollHeight - box.clientHeight - box.scrollTop }));
export const box = (page) => page.getByRole('textbox', { name: /Message/ });

/** What an automated check of access finds in what is shown, once everything that ends has ended. */
export async function faults(page, rules = {}) {
  await page.evaluate(() => {
    // What goes on for as long as it is shown, such as somebody's typing, is not waited for.
    const ends = document
      .getAnimations()
      .filter((each) => each.effect.getComputedTiming().endTime !== Infinity);
    return Promise.allSettled(ends.map((each) => each.finished));
  });
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(
    (asked) => globalThis.axe.run(document, { rules: asked }),
    rules,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
  );
}
