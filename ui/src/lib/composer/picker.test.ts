import { fireEvent, render, screen } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { village } from '../../../tests/fixtures.ts';
import { App } from '../state/app.svelte.ts';
import EmojiPicker from './EmojiPicker.svelte';

let picked: string[];
beforeEach(async () => {
  localStorage.clear();
  picked = [];
  const { ipc } = village('scene=room');
  const app = new App(ipc);
  await app.start();
  render(Stage, {
    props: { app, piece: EmojiPicker, props: { onpick: (emoji: string) => picked.push(emoji) } },
  });
  await screen.findByRole('group', { name: 'Food and drink' }, { timeout: 5000 });
});

const search = () => screen.getByRole('textbox', { name: 'Search emoji' });
const list = () => screen.getByRole('toolbar', { name: 'Emoji' });
const focused = () => document.activeElement?.textContent;
const key = (name: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key: name });

describe('the emoji picker', () => {
  it('shows what was used last, and then every group', () => {
    expect(screen.getAllByRole('group').map((each) => each.querySelector('h3')?.textContent)).toEqual([
      'Recently used',
      'Faces and feelings',
      'People and hands',
      'Animals and nature',
      'Food and drink',
      'Travel and places',
      'Activities',
      'Things',
      'Signs',
      'Flags',
    ]);
  });

  it('is one stop for Tab, and is walked with the arrow keys', async () => {
    expect(list().querySelectorAll('[tabindex="0"]')).toHaveLength(1);
    search().focus();
    await key('ArrowDown');
    expect(focused()).toBe('👍');
    await key('ArrowRight');
    expect(focused()).toBe('❤️');
    await key('End');
    await key('ArrowRight');
    expect(focused()).toBe('😀');
    await key('ArrowUp');
    expect(focused()).toBe('👍');
    await key('ArrowUp');
    expect(document.activeElement).toBe(search());
  });

  it('finds in both languages, and takes the first with Enter', async () => {
    search().focus();
    await fireEvent.input(search(), { target: { value: '番茄' } });
    await key('Enter');
    expect(picked).toEqual(['🍅']);
    await fireEvent.input(search(), { target: { value: 'no such thing' } });
    expect(screen.getByRole('status')).toHaveTextContent('No emoji by that word.');
  });

  it('leaves the Enter of an input method alone', async () => {
    search().focus();
    await fireEvent.compositionStart(search());
    await fireEvent.input(search(), { target: { value: '番茄' } });
    await fireEvent.compositionEnd(search());
    await fireEvent.keyDown(search(), { key: 'Enter', keyCode: 229 });
    expect(picked).toEqual([]);
    await fireEvent.keyDown(search(), { key: 'Enter', keyCode: 13 });
    expect(picked).toEqual(['🍅']);
  });

  it('draws hands in the chosen skin tone, and remembers it', async () => {
    await fireEvent.click(screen.getByRole('button', { name: 'Skin tone' }));
    await fireEvent.click(screen.getByRole('radio', { name: 'Medium skin tone' }));
    await fireEvent.input(search(), { target: { value: 'thumbsup' } });
    await fireEvent.click(await screen.findByRole('button', { name: 'thumbs up' }));
    expect(picked).toEqual(['👍🏽']);
    expect(localStorage.getItem('hearth.emoji.tone')).toBe('3');
    await vi.waitFor(() =>
      expect(JSON.parse(localStorage.getItem('hearth.emoji.recent') ?? '[]')).toContain('👍🏽'),
    );
  });
});
