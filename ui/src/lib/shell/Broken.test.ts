import { render, screen, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import Stage from '../../../tests/Stage.svelte';
import type { StartFault } from '../ipc/gen/StartFault.ts';
import { App } from '../state/app.svelte.ts';
import Broken from './Broken.svelte';

const faults: Record<StartFault, string> = {
  unwritable: 'Hearth cannot write to its folder',
  disk_full: 'The disk is full',
  in_use: 'Hearth is already open',
  settings_too_new: 'A newer Hearth was here',
  history_too_new: 'A newer Hearth was here',
  internal: 'Hearth could not be opened',
};

async function broken(query = '') {
  const { ipc, calls } = village(`scene=broken&${query}`);
  const app = new App(ipc);
  await app.start();
  render(Stage, { props: { app, piece: Broken, props: { broken: app.broken } } });
  return { app, named: (name: string) => calls.filter(([call]) => call === name) };
}

describe('the page of a start that failed', () => {
  for (const [fault, title] of Object.entries(faults))
    it(`says what to do about ${fault}, and names the folder`, async () => {
      const { app } = await broken(`fault=${fault}`);
      expect(app.problem).toBeNull();
      expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(title);
      expect(screen.getByText('/home/lena/.local/share/hearth')).toBeVisible();
      expect(document.querySelector('main')).not.toHaveTextContent('broken-');
    });

  it('tries again and says when that did not help', async () => {
    const { app, named } = await broken();
    screen.getByRole('button', { name: 'Try again' }).click();
    await waitFor(() => expect(screen.getByRole('status')).toHaveTextContent('it is still so'));
    expect(named('try_again')).toHaveLength(1);
    expect(app.problem).toBeNull();
  });

  it('lets the person quit', async () => {
    const { named } = await broken();
    screen.getByRole('button', { name: 'Quit Hearth' }).click();
    await waitFor(() => expect(named('quit')).toHaveLength(1));
  });

  it('is in the language that was chosen before', async () => {
    await broken('lang=zh-CN');
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('围炉无法写入自己的文件夹');
  });
});
