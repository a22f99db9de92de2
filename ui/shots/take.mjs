// Pictures of the built preview in Debian's chromium: `npm run build:preview && npm run shots [name…]`.
// They land in shots/out, to be looked at beside the look's own pictures.
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { chromium } from 'playwright-core';
import { preview } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = fileURLToPath(new URL('out/', import.meta.url));

const wide = { width: 1280, height: 860 };
const middle = { width: 1100, height: 720 };
const narrow = { width: 420, height: 880 };

/** name: [query, size, what to do first] */
const scenes = {
  '01-room-light': ['scene=room&theme=light', wide],
  '01-room-dark': ['scene=room&theme=dark', wide],
  '02-class-dark': [
    'scene=class&theme=dark',
    { width: 1440, height: 900 },
    (page) => page.getByRole('button', { name: 'Members' }).click(),
  ],
  '03-private-zh-dark': ['scene=zh&theme=dark', wide],
  '03-room-zh-light': ['scene=room&theme=light&lang=zh-CN', middle],
  '07-narrow': ['scene=room&theme=light', narrow],
  '07b-drawer': [
    'scene=room&theme=dark',
    narrow,
    (page) => page.getByRole('button', { name: 'Open the list' }).click(),
  ],
  '09-offline': ['scene=offline&theme=light', wide],
  ...Object.fromEntries(
    [
      ['light', '', { members: 'Members', room: 'What to do with Kitchen', settings: 'Room settings' }],
      ['zh-dark', '&lang=zh-CN', { members: '成员', room: '', settings: '房间设置' }],
    ].flatMap(([look, lang, words]) => {
      const theme = look.endsWith('dark') ? 'dark' : 'light';
      const query = `theme=${theme}${lang}`;
      const member = (page, name) => page.locator('aside').getByRole('button', { name }).first();
      const panel = (page) => page.getByRole('button', { name: words.members, exact: true }).click();
      const settings = async (page, at = 0) => {
        await page.locator('header.head').getByRole('button').last().click();
        await page.getByRole('menuitem', { name: words.settings }).click();
        await page.getByRole('tab').nth(at).click();
      };
      return [
        [`people-members-${look}`, [`scene=owner&${query}`, wide, panel]],
        [
          `people-menu-${look}`,
          [
            `scene=owner&${query}`,
            wide,
            async (page) => {
              await panel(page);
              await member(page, /李伟/).click({ button: 'right' });
            },
          ],
        ],
        [
          `people-card-${look}`,
          [
            `scene=owner&${query}`,
            narrow,
            async (page) => {
              await panel(page);
              await member(page, /Ann/).click();
            },
          ],
        ],
        ...['about', 'writing', 'invites', 'banned', 'end'].map((name, at) => [
          `people-room-${name}-${look}`,
          [`scene=owner&${query}`, at % 2 ? narrow : wide, (page) => settings(page, at)],
        ]),
        [`people-group-${look}`, [`scene=group&${query}`, wide]],
        ...['mine', 'silenced', 'slow', 'read_only'].map((why) => [
          `people-held-${why}-${look}`,
          [`scene=room&held=${why}&${query}`, narrow],
        ]),
        [`people-blocked-${look}`, [`scene=private&held=blocked&${query}`, middle]],
        [
          `people-me-${look}`,
          [`scene=room&busy&${query}`, middle, (page) => page.locator('.me .door').click()],
        ],
        ...['profile', 'privacy'].map((name) => [
          `people-${name}-${look}`,
          [
            `scene=room&held=blocked&${query}`,
            wide,
            async (page) => {
              await page.locator('.me').getByRole('button').last().click();
              await page.locator(`[data-page=${name}]`).click();
            },
          ],
        ]),
      ];
    }),
  ),
  ...searching(),
  '09-offline-dark': ['scene=offline&theme=dark', middle],
  'middle-light': ['scene=class&theme=light', middle],
  'compact-light': ['scene=room&theme=light&density=compact', middle],
  stickers: [
    'scene=room&theme=light',
    wide,
    (page) => page.getByRole('button', { name: 'Stickers' }).click(),
  ],
  'emoji-dark': [
    'scene=room&theme=dark',
    wide,
    (page) => page.getByRole('button', { name: 'Emoji' }).click(),
  ],
  'emoji-search-zh': [
    'scene=room&theme=light&lang=zh-CN',
    narrow,
    async (page) => {
      await page.getByRole('button', { name: '表情', exact: true }).click();
      await page.getByPlaceholder('搜索表情').fill('番茄');
    },
  ],
  'emoji-tones-light': [
    'scene=room&theme=light',
    middle,
    async (page) => {
      await page.getByRole('button', { name: 'Emoji', exact: true }).click();
      await page.getByRole('button', { name: 'People and hands' }).click();
      await page.getByRole('button', { name: 'Skin tone' }).click();
    },
  ],
  'stickers-own-zh-dark': [
    'scene=room&theme=dark&lang=zh-CN',
    narrow,
    async (page) => {
      await page.getByRole('button', { name: '表情贴', exact: true }).click();
      await page.getByRole('radio', { name: '自己的' }).click();
    },
  ],
  'stickers-own-light': [
    'scene=room&theme=light',
    middle,
    async (page) => {
      await page.getByRole('button', { name: 'Stickers', exact: true }).click();
      await page.getByRole('radio', { name: 'Own' }).click();
      await page.getByRole('button', { name: 'Add a sticker' }).click();
    },
  ],
  'writing-light': ['scene=private&theme=light', wide, writing],
  'mention-light': ['scene=room&theme=light', wide, (page) => type(page, '@')],
  'mention-dark': ['scene=class&theme=dark', wide, (page) => type(page, 'ask @c')],
  'mention-zh-narrow': ['scene=room&theme=light&lang=zh-CN', narrow, (page) => type(page, '@w')],
  'shortcode-dark': ['scene=room&theme=dark', middle, (page) => type(page, 'soup :to')],
  'shortcode-zh-light': ['scene=room&theme=light&lang=zh-CN', middle, (page) => type(page, ':笑')],
  'editing-light': [
    'scene=room&theme=light',
    wide,
    (page) => page.getByRole('textbox', { name: /Message/ }).press('ArrowUp'),
  ],
  'editing-zh-dark': [
    'scene=room&theme=dark&lang=zh-CN',
    narrow,
    (page) => page.locator('textarea').press('ArrowUp'),
  ],
  'tall-dark': [
    'scene=room&theme=dark',
    middle,
    (page) => page.locator('textarea').fill(Array.from({ length: 40 }, (_, i) => `Line ${i + 1}`).join('\n')),
  ],
  'menu-dark': [
    'scene=class&theme=dark',
    wide,
    (page) => page.getByText('I can redo the plot tonight').click({ button: 'right' }),
  ],
  'above-light': [
    'scene=room&theme=light',
    wide,
    async (page) => {
      await page.mouse.move(800, 400);
      await page.mouse.wheel(0, -2600);
    },
  ],
  'large-light': ['scene=room&theme=light&scale=1.6', wide],
  'picture-light': [
    'scene=room&theme=light',
    wide,
    (page) => page.getByRole('button', { name: 'First ones from the allotment' }).click(),
  ],
  'host-light': ['scene=host&theme=light', wide],
  'empty-light': ['scene=empty&theme=light', wide],
  'broken-light': ['scene=broken&theme=light', middle],
  'broken-zh-dark': ['scene=broken&fault=disk_full&theme=dark&lang=zh-CN', narrow],
  'welcome-light': ['scene=welcome&theme=light', { width: 1180, height: 820 }],
};

/** Looking for something: the panel, its filters, what was found, and all that was sent, by month. */
function searching() {
  const box = (page) => page.getByRole('combobox');
  const ask = (keys, text) => async (page) => {
    await page.keyboard.press(keys);
    await box(page).pressSequentially(text);
    await page.locator('aside [role=option]').first().waitFor();
  };
  const here = 'Control+f';
  const everywhere = 'Control+Shift+F';
  const opened = (keys, text) => async (page) => {
    await ask(keys, text)(page);
    await page.keyboard.press('Enter');
    await page.locator('[data-bubble].hit').waitFor();
  };
  const menu = (at) => async (page) => {
    await page.locator('header.head').getByRole('button').last().click();
    await page.getByRole('menuitem').nth(at).click();
  };
  const files = (at) => async (page) => {
    await menu(0)(page);
    await page.locator('aside [role=radio]').nth(at).click();
  };
  const big = { width: 1440, height: 880 };
  return {
    '06-search-light': ['scene=room&theme=light', big, opened(here, 'after:2025-06 soup')],
    '06-search-dark': ['scene=room&theme=dark', big, opened(here, 'after:2025-06 soup')],
    'search-filters-light': ['scene=room&theme=light', big, opened(here, 'from:ann after:2025-06 dinner')],
    'search-everywhere-light': ['scene=room&theme=light', big, ask(everywhere, 'to')],
    'search-everywhere-zh-dark': ['scene=room&theme=dark&lang=zh-CN', big, ask(everywhere, '上')],
    'search-teach-light': ['scene=room&theme=light', big, (page) => page.keyboard.press(everywhere)],
    'search-teach-zh-dark': [
      'scene=room&theme=dark&lang=zh-CN',
      big,
      (page) => page.keyboard.press(everywhere),
    ],
    'search-from-light': ['scene=room&theme=light', big, ask(here, 'soup from:')],
    'search-has-zh-dark': ['scene=room&theme=dark&lang=zh-CN', big, ask(here, '有:')],
    'search-offline-light': [
      'scene=offline&theme=light',
      big,
      ask(everywhere, 'from:ann after:2025-01 has:image soup'),
    ],
    'search-none-light': [
      'scene=room&theme=light',
      big,
      async (page) => {
        await page.keyboard.press(here);
        await box(page).pressSequentially('xylophone');
        await page.getByText('Nothing found').waitFor();
      },
    ],
    'search-narrow-light': ['scene=room&theme=light', narrow, ask(here, 'soup')],
    'search-narrow-zh-dark': ['scene=room&theme=dark&lang=zh-CN', narrow, ask(everywhere, '好')],
    'search-walking-narrow': ['scene=room&theme=light', narrow, opened(here, 'soup')],
    'search-list-light': [
      'scene=room&theme=light',
      wide,
      async (page) => {
        await page.keyboard.press('Control+k');
        await page.keyboard.type('to');
      },
    ],
    'search-coverage-light': [
      'scene=class&theme=light',
      big,
      async (page) => {
        await page.keyboard.press(everywhere);
        await box(page).pressSequentially('report');
      },
    ],
    'gallery-pictures-light': ['scene=room&theme=light', wide, files(0)],
    'gallery-links-zh-dark': ['scene=words&theme=dark&lang=zh-CN', wide, files(3)],
    'about-light': ['scene=room&theme=light', wide, (page) => menu(1)(page)],
    'about-zh-dark': ['scene=class&theme=dark&lang=zh-CN', wide, (page) => menu(1)(page)],
    'import-zh-dark': [
      'scene=host&theme=dark&lang=zh-CN',
      wide,
      async (page) => {
        await page.locator('.me').getByRole('button').last().click();
        await page.locator('[data-page=servers]').click();
        await page.getByRole('button', { name: '导入…' }).click();
        await page.getByRole('button', { name: '选择文件…' }).click();
        await page.getByText('谁写的').waitFor();
        await page.locator('.report summary').first().click();
      },
    ],
    'export-light': ['scene=room&theme=light', wide, (page) => menu(2)(page)],
    'export-running-zh-dark': [
      'scene=room&theme=dark&lang=zh-CN',
      narrow,
      async (page) => {
        await page.locator('header.head').getByRole('button').last().click();
        await page.getByRole('menuitem', { name: '导出…' }).click();
        await page.getByRole('button', { name: '选择文件夹…' }).click();
        await page.getByRole('progressbar').waitFor();
      },
    ],
  };
}

async function writing(page) {
  await page.getByRole('button', { name: 'Attach files' }).click();
  await page.getByRole('textbox', { name: /Message/ }).fill('One line\nand a second one\nand a third');
}

/** Letter by letter, as the list of offers follows; it is waited for. */
async function type(page, text) {
  await page.locator('textarea').pressSequentially(text);
  await page.getByRole('listbox').waitFor();
}

/** Until fonts and pictures are there and nothing moves any more. */
const calm = (page) =>
  page.waitForFunction(async () => {
    await document.fonts.ready;
    const still = () =>
      document.querySelector('button') !== null &&
      [...document.images].every((image) => image.complete || image.loading === 'lazy') &&
      document
        .getAnimations()
        .every((each) => each.playState !== 'running' || each.effect?.getTiming().iterations === Infinity);
    for (let i = 0; i < 40; i += 1) {
      if (!still()) return false;
      await new Promise(requestAnimationFrame);
    }
    return true;
  });

const wanted = process.argv.slice(2);
mkdirSync(out, { recursive: true });
const server = await preview({
  root,
  mode: 'preview',
  build: { outDir: 'dist-preview' },
  preview: { port: 4173 },
});
const browser = await chromium.launch({
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
let failed = false;
for (const [name, [query, viewport, act]] of Object.entries(scenes)) {
  if (wanted.length > 0 && !wanted.some((each) => name.includes(each))) continue;
  const page = await browser.newPage({ viewport, deviceScaleFactor: 1.5, locale: 'en-GB' });
  page.on('pageerror', (error) => {
    failed = true;
    console.error(`${name}: ${error.message}`);
  });
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      console.error(`${name}: ${message.text()}`);
  });
  await page.goto(`http://localhost:4173/?still&${query}`);
  await calm(page);
  try {
    await act?.(page);
    if (act) await calm(page);
  } catch (error) {
    failed = true;
    console.error(`${name}: ${error.message.split('\n')[0]}`);
  }
  await page.screenshot({ path: `${out}${name}.png` });
  await page.close();
}
await browser.close();
await new Promise((resolve) => server.httpServer.close(resolve));
process.exit(failed ? 1 : 0);
