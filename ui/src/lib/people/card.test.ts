import { render, screen } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { village } from '../../../tests/fixtures.ts';
import { ACCOUNT, userOf, type Who } from '../ipc/preview/cast.ts';
import { App } from '../state/app.svelte.ts';
import PersonCard from './PersonCard.svelte';

async function meet(who: Who) {
  const { ipc } = village('scene=room');
  const app = new App(ipc);
  await app.start();
  const meeting = { account: ACCOUNT, user: userOf(who), anchor: document.body, key: null };
  render(Stage, { props: { app, piece: PersonCard, props: { meeting } } });
}
const buttons = () =>
  screen
    .queryAllByRole('button')
    .map((button) => button.getAttribute('aria-label')?.replaceAll(/[\u2068\u2069]/gu, ''));

describe('the card of a person', () => {
  it('offers to write to somebody, and to block them', async () => {
    await meet('tom');
    expect(buttons()).toEqual(['Write to Tom', 'Block Tom']);
    expect(screen.queryByText('Former member')).toBeNull();
  });

  it('says of a former member that they are one, and offers nothing that would be refused', async () => {
    await meet('edda');
    expect(screen.getByText('Former member')).toBeInTheDocument();
    expect(buttons()).toEqual([]);
  });
});
