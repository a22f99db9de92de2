import { render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import { said, write } from '../../../tests/hands.ts';
import Stage from '../../../tests/Stage.svelte';
import type { Ipc } from '../ipc/ipc.ts';
import { App } from '../state/app.svelte.ts';
import Welcome from './Welcome.svelte';

async function welcome(query: string, change: (ipc: Ipc) => Ipc = (ipc) => ipc) {
  const { ipc, calls } = village(`scene=welcome&${query}`);
  const app = new App(change(ipc));
  await app.start();
  const { unmount } = render(Stage, { props: { app, piece: Welcome, props: { link: null } } });
  const named = (name: string) => calls.filter(([call]) => call === name).map(([, args]) => args);
  return { app, named, unmount };
}
const door = () => within(screen.getByRole('form', { name: 'Found on your network' }));
async function press(name: string) {
  const form = await screen.findByRole('form', { name: 'Found on your network' });
  (await within(form).findByRole('button', { name })).click();
}
const choose = (name: RegExp) =>
  door()
    .findByRole('button', { name })
    .then((button) => button.click());

describe('the door to the network', () => {
  it('asks nothing of the network until it is told to, and stops when it is left', async () => {
    const { named, unmount } = await welcome('near=2');
    expect(door().getByText(/are listed here by name/u)).toBeVisible();
    expect(named('look_around')).toEqual([]);
    await press('Look around');
    await waitFor(() => expect(named('look_around')).toHaveLength(1));
    expect(named('stop_looking')).toEqual([]);
    unmount();
    expect(named('stop_looking')).toHaveLength(1);
  });

  it('lists who is there, says how to get in, and goes on looking', async () => {
    await welcome('near=2');
    await press('Look around');
    const list = within(await door().findByRole('list', { name: 'Servers on your network' }));
    expect(
      list.getAllByRole('button').map((button) => button.textContent.replace(/\s+/gu, ' ').trim()),
    ).toEqual(['Ann’s laptop Anyone may join', 'Room 204 · 高一二班 Asks for an invite']);
    expect(door().getByText('Still looking')).toBeVisible();
  });

  it('says when nobody has answered, and when the look is over', async () => {
    const { app, named } = await welcome('near=0');
    await press('Look around');
    expect(await door().findByText(/No server has answered yet/u)).toBeVisible();
    app.world.nearby = { state: 'done', servers: [] };
    expect(await door().findByText(/No server was found/u)).toBeVisible();
    await press('Look again');
    await waitFor(() => expect(named('look_around')).toHaveLength(2));
  });

  it('says when there is no network, and offers to look again', async () => {
    await welcome('near=none');
    await press('Look around');
    expect(await door().findByText(/on no network that Hearth could look around on/u)).toBeVisible();
    expect(door().getByRole('button', { name: 'Look again' })).toBeVisible();
  });

  it('shows the six words of a server before anything is sent, and joins an open one', async () => {
    const { named } = await welcome('near=2');
    await press('Look around');
    await choose(/Ann’s laptop/u);
    expect(await door().findByText('192.168.1.20:7340')).toBeVisible();
    expect(door().getAllByRole('listitem')).toHaveLength(6);
    expect(door().getByText(/they see the same/u)).toBeVisible();
    expect(named('look_at_link'), 'the key is checked').toEqual([
      { link: 'hearth://192.168.1.20:7340/?k=key-0' },
    ]);
    expect(named('join')).toEqual([]);
    await write(screen.getByRole('textbox', { name: 'Your name' }), 'Lena');
    await press('Join');
    await waitFor(() =>
      expect(named('join')).toMatchObject([
        { link: 'hearth://192.168.1.20:7340/?k=key-0', identity: { name: 'Lena' } },
      ]),
    );
  });

  it('asks for the name first', async () => {
    const { named } = await welcome('near=1');
    await press('Look around');
    await choose(/Ann’s laptop/u);
    await press('Join');
    await waitFor(() => expect(screen.getByRole('textbox', { name: 'Your name' })).toHaveFocus());
    expect(named('join')).toEqual([]);
  });

  it('leads to the invite where one is asked for, or lets in with handle and password', async () => {
    const { named } = await welcome('near=2');
    await press('Look around');
    await choose(/Room 204/u);
    expect(door().queryByRole('button', { name: 'Join' })).toBeNull();
    await press('Paste an invite');
    expect(screen.getByRole('textbox', { name: 'Invite link' })).toHaveFocus();
    await press('Sign in with handle and password');
    const form = within(await screen.findByRole('form', { name: 'Sign in' }));
    expect(form.queryByRole('textbox', { name: 'Server' }), 'it is known which').toBeNull();
    expect(form.getByRole('textbox', { name: 'Handle' })).toHaveFocus();
    await write(form.getByRole('textbox', { name: 'Handle' }), 'lena');
    await write(form.getByLabelText('Password'), 'a long one');
    form.getByRole('button', { name: 'Sign in' }).click();
    await waitFor(() =>
      expect(named('sign_in')).toEqual([
        { server: 'hearth://192.168.1.21:7340/?k=key-1', handle: 'lena', password: 'a long one' },
      ]),
    );
  });

  it('goes back one step at a time', async () => {
    await welcome('near=2');
    await press('Look around');
    await choose(/Room 204/u);
    await press('Sign in with handle and password');
    const form = within(await screen.findByRole('form', { name: 'Sign in' }));
    form.getByRole('button', { name: 'Back' }).click();
    await press('Back');
    expect(await door().findByRole('list', { name: 'Servers on your network' })).toBeVisible();
  });

  it('keeps the keyboard in the door when what was pressed gives way', async () => {
    await welcome('near=2');
    const look = door().getByRole('button', { name: 'Look around' });
    look.focus();
    look.click();
    const row = await door().findByRole('button', { name: /Room 204/u });
    const form = screen.getByRole('form', { name: 'Found on your network' });
    await waitFor(() => expect(form).toContainElement(document.activeElement as HTMLElement));
    row.focus();
    row.click();
    expect(await door().findByText('192.168.1.21:7340')).toBeVisible();
    await waitFor(() => expect(form).toContainElement(document.activeElement as HTMLElement));
  });

  it('says so when another server answers than the one that was announced', async () => {
    await welcome('near=1', (ipc) => ({
      ...ipc,
      call: (name, ...args) =>
        name === 'look_at_link'
          ? Promise.reject({ source: 'line', code: 'key_changed', detail: '' })
          : ipc.call(name, ...args),
    }));
    await press('Look around');
    await choose(/Ann’s laptop/u);
    expect(await door().findByRole('alert')).toHaveTextContent(/^Another server answers at this address/u);
  });

  it('opens the account that there is already', async () => {
    const { app, named } = await welcome('near=1');
    await press('Look around');
    await door().findByRole('button', { name: /Ann’s laptop/u });
    const { nearby } = app.world;
    if (!('servers' in nearby)) throw new Error('it looks');
    const servers = nearby.servers.map((server) => ({ ...server, account: 'a' }));
    app.world.nearby = { state: 'looking', servers };
    expect(await door().findByText(said('You have an account here'))).toBeVisible();
    await choose(/Ann’s laptop/u);
    await press('Open');
    await waitFor(() => expect(named('connect')).toEqual([{ account: 'a' }]));
  });
});
