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
    await dialog.getByText('Former member', { exact: true }).waitFor();
    assert.deepEqual(await faults(page), [], 'what would come of it');
    await dialog.getByRole('button', { name: 'Bring it in' }).click();
    await dialog.getByText(/were brought in/u).waitFor();
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await dialog.waitFor({ state: 'detached' });
    await close(page);
  });
