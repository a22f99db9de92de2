import { render, screen, waitFor, within } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import Stage from '../../../tests/Stage.svelte';
import type { Ipc } from '../ipc/ipc.ts';
import { App } from '../state/app.svelte.ts';
import { press, said, write } from '../../../tests/hands.ts';
import Welcome from './Welcome.svelte';

const LINK = 'hearth://ann.local:7340/j/Kt4v?k=abc';

async function welcome(query = 'scene=welcome', link: string | null = null, change?: (ipc: Ipc) => Ipc) {
  const { ipc, calls } = village(query);
  const app = new App(change ? change(ipc) : ipc);
  await app.start();
  render(Stage, { props: { app, piece: Welcome, props: { link } } });
  const named = (name: string) => calls.filter(([call]) => call === name).map(([, args]) => args);
  return { app, named };
}
const door = (name: string) => within(screen.getByRole('form', { name }));
const refusing =
  (call: string, problem: { source: string; code: string }) =>
  (ipc: Ipc): Ipc => ({
    ...ipc,
    call: (name, ...args) =>
      name === call ? Promise.reject({ ...problem, detail: '' }) : ipc.call(name, ...args),
  });

describe('the first screen', () => {
  it('names everything that can be filled in or pressed', async () => {
    await welcome();
    expect(screen.getByRole('heading', { level: 1, name: 'Welcome to Hearth' })).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'Your name' })).toHaveFocus();
    const pictures = screen.getByRole('radiogroup', { name: 'Your picture' });
    expect(within(pictures).getAllByRole('radio')).toHaveLength(12);
    expect(within(pictures).getAllByRole('radio', { checked: true })).toHaveLength(1);
    expect(screen.getByRole('button', { name: 'Own picture' })).toBeVisible();
    for (const name of ['Host here', 'Found on your network', 'Paste an invite'])
      expect(screen.getByRole('form', { name })).toBeVisible();
    expect(screen.getByRole('textbox', { name: 'Invite link' })).toBeVisible();
    for (const button of screen.getAllByRole('button')) expect(button).toHaveAccessibleName();
  });

  it('lets arrow keys choose the picture, and keeps one stop for Tab', async () => {
    const { named } = await welcome();
    screen.getByRole('radio', { name: 'Cat' }).click();
    screen.getByRole('radio', { name: 'Cat' }).focus();
    press('ArrowLeft');
    await waitFor(() => expect(screen.getByRole('radio', { name: 'Penguin' })).toBeChecked());
    press('ArrowRight');
    press('ArrowRight');
    await waitFor(() => expect(screen.getByRole('radio', { name: 'Fox' })).toBeChecked());
    expect(screen.getAllByRole('radio').filter((radio) => radio.tabIndex === 0)).toHaveLength(1);
    await write(screen.getByRole('textbox', { name: 'Your name' }), 'Lena');
    door('Host here').getByRole('button', { name: 'Start hosting' }).click();
    await waitFor(() =>
      expect(named('host')).toEqual([
        {
          identity: {
            name: 'Lena',
            handle: null,
            picture: { kind: 'drawn', name: 'person-fox' },
            password: null,
          },
          room: 'Kitchen',
          server_name: '',
          port: 7340,
        },
      ]),
    );
  });

  it('asks for the name before any door, in words under the field', async () => {
    const { named } = await welcome();
    door('Host here').getByRole('button', { name: 'Start hosting' }).click();
    const name = screen.getByRole('textbox', { name: 'Your name' });
    await waitFor(() => expect(name).toBeInvalid());
    expect(name).toHaveAccessibleDescription('Enter the name that others will see.');
    expect(name).toHaveFocus();
    expect(named('host')).toEqual([]);
  });

  it('goes on from the name with Enter, but not with the Enter that confirms a candidate', async () => {
    const { named } = await welcome();
    const name = screen.getByRole('textbox', { name: 'Your name' });
    press('Enter', { keyCode: 229 });
    expect(name).toHaveFocus();
    press('Enter');
    expect(screen.getByRole('textbox', { name: 'First room' })).toHaveFocus();
    expect(named('host'), 'nothing starts by itself').toEqual([]);
  });

  it('shows the handle that follows from the name', async () => {
    await welcome();
    await write(screen.getByRole('textbox', { name: 'Your name' }), '王小明');
    expect(await screen.findByText(said('Your handle will be @王小明'))).toBeVisible();
  });

  it('offers a free port where the wanted one is taken', async () => {
    const refused = vi.fn();
    const { app } = await welcome('scene=welcome', null, (ipc) => ({
      ...refusing('host', { source: 'local', code: 'port_taken' })(ipc),
      call: (name, ...args) => {
        if (name !== 'host') return ipc.call(name, ...args);
        refused(args[0]);
        app.world.hosting = { state: 'failed', fault: 'port_taken', port: 7340, offered: 7341 };
        return Promise.reject({ source: 'local', code: 'port_taken', detail: '' });
      },
    }));
    await write(screen.getByRole('textbox', { name: 'Your name' }), 'Lena');
    door('Host here').getByRole('button', { name: 'Start hosting' }).click();
    expect(
      await screen.findByText(said('Port 7340 is used by another program. Port 7341 is free.')),
    ).toBeVisible();
    screen.getByRole('button', { name: said('Use 7341') }).click();
    await waitFor(() => expect(refused).toHaveBeenLastCalledWith(expect.objectContaining({ port: 7341 })));
  });

  it('shows what a link opens before it is used', async () => {
    const { named } = await welcome('scene=welcome', LINK);
    expect(await screen.findByText(said('Ann invites you to Kitchen'))).toBeVisible();
    expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toHaveLength(6);
    expect(named('join')).toEqual([]);
    await write(screen.getByRole('textbox', { name: 'Your name' }), 'Lena');
    door('Paste an invite').getByRole('button', { name: 'Join' }).click();
    await waitFor(() => expect(named('join')).toMatchObject([{ link: LINK, identity: { name: 'Lena' } }]));
  });

  it('takes a device link without name and picture', async () => {
    const { named } = await welcome('scene=welcome', LINK, (ipc) => ({
      ...ipc,
      call: async (name, ...args) => {
        const answer = await ipc.call(name, ...args);
        return (name === 'look_at_link' ? { ...(answer as object), purpose: 'device' } : answer) as never;
      },
    }));
    const sign = await screen.findByRole('button', { name: 'Sign in this computer' });
    expect(document.querySelector('[inert]')).not.toBeNull();
    sign.click();
    await waitFor(() => expect(named('enter_with_code')).toEqual([{ link: LINK }]));
  });

  it('says in words why a door stays shut', async () => {
    await welcome('scene=welcome', LINK, refusing('join', { source: 'server', code: 'invite_expired' }));
    await screen.findByText(said('Ann invites you to Kitchen'));
    await write(screen.getByRole('textbox', { name: 'Your name' }), 'Lena');
    door('Paste an invite').getByRole('button', { name: 'Join' }).click();
    expect(await screen.findByText(said('This invite has expired. Ask for a new link.'))).toBeVisible();
  });

  it('signs in with handle and password', async () => {
    const { named } = await welcome();
    door('Found on your network')
      .getByRole('button', { name: /Sign in/u })
      .click();
    const form = await waitFor(() => door('Sign in'));
    expect(form.getByRole('textbox', { name: 'Server' })).toHaveFocus();
    await write(form.getByRole('textbox', { name: 'Server' }), ' ann.local:7340 ');
    await write(form.getByRole('textbox', { name: 'Handle' }), '@lena');
    await write(form.getByLabelText('Password'), 'a long one');
    form.getByRole('button', { name: 'Sign in' }).click();
    await waitFor(() =>
      expect(named('sign_in')).toEqual([
        { server: 'ann.local:7340', handle: 'lena', password: 'a long one' },
      ]),
    );
  });

  it('changes its language at once', async () => {
    await welcome();
    screen.getByRole('button', { name: '中文' }).click();
    expect(await screen.findByRole('heading', { level: 1, name: '欢迎来到围炉' })).toBeVisible();
    expect(screen.getByRole('button', { name: '中文' })).toHaveAttribute('aria-pressed', 'true');
  });

  it('has a way back for those who are in already', async () => {
    const { app } = await welcome('scene=room', LINK);
    expect(screen.getByRole('textbox', { name: 'Your name' })).toHaveValue('Lena');
    screen.getByRole('button', { name: 'Back' }).click();
    expect(app.screen).toEqual({ at: 'chat' });
  });
});
