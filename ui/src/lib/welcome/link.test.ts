import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { LinkPreview } from '../ipc/gen/LinkPreview.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { LinkLook } from './link-look.svelte.ts';
import { linkIn, sentenceOf } from './link.ts';

const LINK = 'hearth://ann.local:7340/j/Kt4v?k=abc';
const preview = (more: Partial<LinkPreview> = {}): LinkPreview => ({
  purpose: 'join',
  server_name: 'Ann’s computer',
  from: 'Ann',
  room: 'Kitchen',
  address: 'ann.local:7340',
  words: [],
  password_required: false,
  ...more,
});

describe('a link in a text', () => {
  it('is found among the words it came with, in both languages', () => {
    expect(linkIn(`Come in: ${LINK}.`)).toBe(LINK);
    expect(linkIn(`“${LINK}”`)).toBe(LINK);
    expect(linkIn(`点这个${LINK}，快来`)).toBe(LINK);
    expect(linkIn(`<${LINK}>`)).toBe(LINK);
  });

  it('is not made up', () => {
    expect(linkIn('https://ann.local/j/Kt4v')).toBeNull();
    expect(linkIn('hearth://')).toBeNull();
    expect(linkIn('')).toBeNull();
  });
});

it('what a link opens is said as precisely as it is known', () => {
  const id = (more: Partial<LinkPreview>) => sentenceOf(preview(more)).id;
  expect(id({})).toBe('welcome-invite-from-to');
  expect(id({ room: '' })).toBe('welcome-invite-from');
  expect(id({ from: '' })).toBe('welcome-invite-to');
  expect(id({ from: '', room: '' })).toBe('welcome-invite-server');
  expect(id({ purpose: 'device' })).toBe('welcome-invite-device');
  expect(id({ purpose: 'sign_in' })).toBe('welcome-invite-sign-in');
  expect(id({ account: 'mine' })).toBe('welcome-invite-known');
});

describe('looking at a link', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const asked = vi.fn<(link: string) => Promise<LinkPreview>>();
  const ipc = { call: (_: string, args: { link: string }) => asked(args.link) } as unknown as Ipc;

  it('waits until the text stands still, and asks once', async () => {
    asked.mockReset().mockResolvedValue(preview());
    const look = new LinkLook(ipc, null);
    look.text = LINK.slice(0, 20);
    look.typed();
    await vi.advanceTimersByTimeAsync(100);
    look.text = LINK;
    look.typed();
    await vi.advanceTimersByTimeAsync(1000);
    expect(asked.mock.calls).toEqual([[LINK]]);
    expect(look.preview?.room).toBe('Kitchen');
    await look.look();
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('does not show the answer to an older text', async () => {
    let answer: (value: LinkPreview) => void = () => undefined;
    asked.mockReset().mockReturnValueOnce(new Promise((done) => (answer = done)));
    const look = new LinkLook(ipc, null);
    look.text = LINK;
    const first = look.look();
    look.text = 'something else';
    look.typed();
    answer(preview());
    expect(await first).toBeNull();
    expect(look.preview).toBeNull();
    expect(look.looking).toBe(false);
  });

  it('says why a link opens nothing, and forgets it when the text changes', async () => {
    const refused = { source: 'link' as const, code: 'damaged' as const, detail: '' };
    asked.mockReset().mockRejectedValue(refused);
    const look = new LinkLook(ipc, LINK);
    await vi.advanceTimersByTimeAsync(0);
    expect(look.problem).toEqual(refused);
    look.text = '';
    look.typed();
    expect(look.problem).toBeNull();
    await look.look();
    expect(look.missing).toBe(true);
  });
});
