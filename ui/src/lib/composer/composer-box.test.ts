import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { village } from '../../../tests/fixtures.ts';
import { App } from '../state/app.svelte.ts';
import Composer from './Composer.svelte';

let app: App;
let sent: () => unknown[];
beforeEach(async () => {
  const { ipc, calls } = village('scene=room');
  sent = () =>
    calls.filter(([name]) => name === 'send_text').map(([, args]) => (args as { text: string }).text);
  app = new App(ipc);
  await app.start();
  render(Stage, { props: { app, piece: Composer, props: { room: app.room } } });
});

const box = () => screen.getByRole('textbox', { name: /Message .*Kitchen/ });
const write = (text: string) => fireEvent.input(box(), { target: { value: text } });

describe('the composer', () => {
  it('names every button', () => {
    for (const name of ['Attach files', 'Stickers', 'Emoji', 'Send'])
      expect(screen.getByRole('button', { name })).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
  });

  it('sends with Enter, and makes a line with Shift and Enter', async () => {
    await write('soup');
    await fireEvent.keyDown(box(), { key: 'Enter', shiftKey: true });
    expect(app.room?.composer.text).toBe('soup');
    await fireEvent.keyDown(box(), { key: 'Enter' });
    await vi.waitFor(() => expect(sent()).toEqual(['soup']));
  });

  it('swaps the two when the settings say so', async () => {
    await app.change({ enter_sends: false });
    await write('soup');
    await fireEvent.keyDown(box(), { key: 'Enter' });
    expect(app.room?.composer.text).toBe('soup');
    await fireEvent.keyDown(box(), { key: 'Enter', shiftKey: true });
    await vi.waitFor(() => expect(sent()).toEqual(['soup']));
  });

  it('does not send with the Enter that takes a candidate', async () => {
    await fireEvent.compositionStart(box());
    await write('你好');
    await fireEvent.compositionEnd(box());
    await fireEvent.keyDown(box(), { key: 'Enter', keyCode: 229 });
    expect(app.room?.composer.text).toBe('你好');
    await fireEvent.keyDown(box(), { key: 'Enter', keyCode: 13 });
    await vi.waitFor(() => expect(sent()).toEqual(['你好']));
  });

  it('sends a sticker that was chosen', async () => {
    await fireEvent.click(screen.getByRole('button', { name: 'Stickers' }));
    await fireEvent.click(await screen.findByRole('button', { name: 'Dinner is ready' }));
    expect(screen.queryByRole('dialog', { name: 'Stickers' })).toBeNull();
  });

  it('changes the last own message from an empty box, and leaves it with Escape', async () => {
    await fireEvent.keyDown(box(), { key: 'ArrowUp' });
    await screen.findByText('Editing');
    expect(screen.getByRole('button', { name: 'Save' })).toBeEnabled();
    expect(screen.getByRole('button', { name: 'Stickers' })).toBeDisabled();
    expect((box() as HTMLTextAreaElement).value).not.toBe('');
    await fireEvent.keyDown(box(), { key: 'Escape' });
    expect(screen.queryByText('Editing')).toBeNull();
    expect((box() as HTMLTextAreaElement).value).toBe('');
  });

  it('leaves ArrowUp alone where there is text', async () => {
    await write('soup');
    await fireEvent.keyDown(box(), { key: 'ArrowUp' });
    expect(screen.queryByText('Editing')).toBeNull();
  });

  it('asks before it deletes a message of which nothing is left', async () => {
    await fireEvent.keyDown(box(), { key: 'ArrowUp' });
    await screen.findByText('Editing');
    await write('');
    await fireEvent.keyDown(box(), { key: 'Enter' });
    await fireEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    await vi.waitFor(() => expect(screen.queryByText('Editing')).toBeNull());
  });

  it('checks the spelling of what a dictionary can know, unless that is switched off', async () => {
    await write('helllo');
    expect(box()).toHaveAttribute('spellcheck', 'true');
    await write('你好 helllo');
    expect(box()).toHaveAttribute('spellcheck', 'false');
    await write('helllo');
    await app.change({ spell_check: false });
    expect(box()).toHaveAttribute('spellcheck', 'false');
  });
});
