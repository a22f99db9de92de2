import { render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import { press, write } from '../../../tests/hands.ts';
import Stage from '../../../tests/Stage.svelte';
import type { Settings as AllSettings } from '../ipc/gen/Settings.ts';
import { App, type SettingsPage } from '../state/app.svelte.ts';
import { pages } from './pages.ts';
import Settings from './Settings.svelte';

async function settings(page: SettingsPage) {
  const { ipc, calls } = village('scene=room');
  const app = new App(ipc);
  await app.start();
  app.screen = { at: 'settings', page };
  render(Stage, { props: { app, piece: Settings, props: { page } } });
  const named = (name: string) => calls.filter(([call]) => call === name).map(([, args]) => args);
  const last = () => (named('set_settings').at(-1) as { settings: AllSettings } | undefined)?.settings;
  return { app, named, last };
}

describe('the settings', () => {
  it('list their pages and mark the one that is shown', async () => {
    const { app } = await settings('notifications');
    const nav = within(screen.getByRole('navigation', { name: 'Pages of the settings' }));
    expect(nav.getByRole('button', { name: 'Notifications' })).toHaveAttribute('aria-current', 'page');
    nav.getByRole('button', { name: 'Appearance' }).click();
    expect(app.screen).toEqual({ at: 'settings', page: 'appearance' });
  });

  for (const { page } of pages)
    it(`name every control on the page ${page}`, async () => {
      await settings(page);
      expect(screen.getByRole('heading', { level: 1 })).toHaveAccessibleName();
      await waitFor(() =>
        expect(document.querySelectorAll('main .set, main form, main label').length).toBeGreaterThan(0),
      );
      for (const role of ['button', 'switch', 'radio', 'radiogroup', 'slider', 'textbox', 'combobox'])
        for (const control of screen.queryAllByRole(role)) expect(control, role).toHaveAccessibleName();
    });

  it('are left with Escape', async () => {
    const { app } = await settings('about');
    press('Escape');
    expect(app.screen).toEqual({ at: 'chat' });
  });
});

describe('notifications', () => {
  it('are switched off and on', async () => {
    const { last } = await settings('notifications');
    screen.getByRole('switch', { name: 'Show notifications' }).click();
    await waitFor(() => expect(last()?.alerts.on).toBe(false));
  });

  it('show no more than is chosen', async () => {
    const { last } = await settings('notifications');
    const group = screen.getByRole('radiogroup', { name: 'What a notification shows' });
    expect(within(group).getByRole('radio', { name: 'Name and text' })).toBeChecked();
    within(group).getByRole('radio', { name: 'Nothing personal' }).click();
    await waitFor(() => expect(last()?.alerts.privacy).toBe('nothing'));
  });

  it('take words that count as a mention, each once', async () => {
    const { last } = await settings('notifications');
    screen.getByRole('button', { name: 'Add' }).click();
    const field = await screen.findByRole('textbox', { name: 'New word' });
    await write(field, ' allotment ');
    press('Enter');
    await waitFor(() => expect(last()?.alerts.keywords).toEqual(['lab', '菜园', 'allotment']));
    await write(field, 'LAB');
    press('Enter');
    expect(last()?.alerts.keywords).toHaveLength(3);
    screen.getByRole('button', { name: /Remove .*lab/u }).click();
    await waitFor(() => expect(last()?.alerts.keywords).toEqual(['菜园', 'allotment']));
  });

  it('keep quiet on the chosen days, and remember them while switched off', async () => {
    const { last } = await settings('notifications');
    screen.getByRole('button', { name: 'Sat' }).click();
    await waitFor(() =>
      expect(last()?.alerts.quiet_days).toEqual([true, true, true, true, true, true, false]),
    );
    screen.getByRole('switch', { name: 'Quiet hours' }).click();
    await waitFor(() => expect(last()?.alerts.quiet_days.some(Boolean)).toBe(false));
    screen.getByRole('switch', { name: 'Quiet hours' }).click();
    await waitFor(() =>
      expect(last()?.alerts.quiet_days).toEqual([true, true, true, true, true, true, false]),
    );
  });

  it('say what became of a test', async () => {
    const { named } = await settings('notifications');
    screen.getByRole('button', { name: 'Send a test notification' }).click();
    expect(await screen.findByText(/Shown by .*GNOME/u)).toBeVisible();
    expect(named('test_alert')).toHaveLength(1);
  });

  it('come back for a muted conversation', async () => {
    const { named } = await settings('notifications');
    screen.getByRole('button', { name: /Unmute .*读书会/u }).click();
    await waitFor(() => expect(named('set_notify')).toMatchObject([{ notify: 'all', muted_until: null }]));
    await waitFor(() => expect(screen.queryByRole('button', { name: /Unmute/u })).toBeNull());
  });
});

describe('the profile', () => {
  it('is saved only when something has changed', async () => {
    const { named } = await settings('profile');
    expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled();
    await write(screen.getByRole('textbox', { name: 'Name' }), 'Lena W.');
    screen.getByRole('button', { name: 'Save' }).click();
    await waitFor(() =>
      expect(named('set_profile')).toMatchObject([
        { name: 'Lena W.', handle: 'lena', picture: { kind: 'drawn' } },
      ]),
    );
    await waitFor(() => expect(screen.getByRole('button', { name: 'Save' })).toBeDisabled());
  });

  it('asks before it signs out, and says what is lost', async () => {
    const { named } = await settings('profile');
    screen.getByRole('button', { name: 'Sign out' }).click();
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('You have no password on this server.');
    expect(named('sign_out')).toEqual([]);
  });
});

it('the theme goes on the root at once', async () => {
  const { last } = await settings('appearance');
  screen.getByRole('radio', { name: 'Dark' }).click();
  await waitFor(() => expect(document.documentElement.dataset['theme']).toBe('dark'));
  expect(last()?.theme).toBe('dark');
});

it('the language changes every word at once', async () => {
  const { last } = await settings('text');
  screen.getByRole('radio', { name: '中文' }).click();
  expect(await screen.findByRole('heading', { level: 1, name: '语言和文字' })).toBeVisible();
  expect(last()?.language).toBe('zh-CN');
});
