import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';

import { village } from '../../../tests/fixtures.ts';
import Stage from '../../../tests/Stage.svelte';
import type { File } from '../ipc/gen/File.ts';
import { App } from '../state/app.svelte.ts';
import FileCard from './FileCard.svelte';
import Film from './Film.svelte';
import { nameParts, shownName } from './name.ts';
import { Speed } from './speed.ts';

const ACCOUNT = '01930000-0000-7000-8000-00000000a001';
const file = (name: string, more: Partial<File> = {}): File => ({
  blob: 'd'.repeat(64),
  mime: 'application/zip',
  size: 2_400_000,
  name,
  ...more,
});

let app: App;
let calls: [string, unknown][];
beforeEach(async () => {
  const world = village('scene=room');
  calls = world.calls;
  app = new App(world.ipc);
  await app.start();
});

const show = (of: File, props: Record<string, unknown> = {}) =>
  render(Stage, { props: { app, piece: FileCard, props: { account: ACCOUNT, file: of, ...props } } });
const made = (name: string) => calls.filter(([call]) => call === name).map(([, args]) => args);

describe('a name of a file', () => {
  it('reads as what it is, whatever marks are hidden in it', () => {
    expect(shownName('photo\u202egpj.exe')).toBe('photogpj.exe');
    expect(shownName('in\u200bvoice\u2066\n.pdf')).toBe('invoice.pdf');
    expect(shownName('\u202e')).toBe('?');
    expect(shownName('👩‍🌾 晚饭.pdf')).toBe('👩‍🌾 晚饭.pdf');
  });

  it('is cut in the middle, so that its ending is always seen', () => {
    const { stem, tail } = nameParts(`${'long '.repeat(40)}.pdf.exe`);
    expect(tail).toBe('.pdf.exe');
    expect(stem + tail).toHaveLength(208);
  });
});

describe('the speed of something that travels', () => {
  it('is that of the last seconds, and nothing before anybody can say', () => {
    const speed = new Speed();
    speed.mark(0, 0);
    expect(speed.get(100)).toBeNull();
    for (let at = 1; at <= 10; at += 1) speed.mark(at * 1000, at * 1000);
    expect(speed.get(10_000)).toBe(1000);
    expect(speed.get(60_000)).toBeNull();
    speed.mark(10, 10_100);
    expect(speed.get(10_100)).toBeNull();
  });
});

describe('a file', () => {
  it('is fetched when it is wanted, can be called off, and is opened when it is here', async () => {
    show(file('photos.zip'));
    await fireEvent.click(await screen.findByRole('button', { name: /Download .*photos\.zip/u }));
    expect(made('download')).toEqual([{ account: ACCOUNT, blob: 'd'.repeat(64), size: 2_400_000 }]);
    await fireEvent.click(await screen.findByRole('button', { name: 'Cancel the download' }));
    expect(made('cancel_download')).toHaveLength(1);
    await fireEvent.click(await screen.findByRole('button', { name: /Download .*photos\.zip/u }));
    const open = await screen.findByRole('button', { name: /Open .*photos\.zip/u }, { timeout: 4000 });
    await fireEvent.click(open);
    await waitFor(() => expect(made('open_file')).toMatchObject([{ name: 'photos.zip', sure: false }]));
  });

  it('that runs something is opened only after a question', async () => {
    show(file('update.sh'));
    await fireEvent.click(await screen.findByRole('button', { name: /Download/u }));
    await fireEvent.click(await screen.findByRole('button', { name: /Open/u }, { timeout: 4000 }));
    await screen.findByText(/can run something on this computer/u);
    expect(made('open_file')).toMatchObject([{ sure: false }]);
    await fireEvent.click(screen.getByRole('button', { name: 'Open anyway' }));
    await waitFor(() => expect(made('open_file')).toMatchObject([{ sure: false }, { sure: true }]));
  });

  it('on its way says how far it has come and can be called off', async () => {
    let cancelled = 0;
    show(file('photos.zip'), {
      send: { state: 'waiting' },
      upload: { sent: 600_000, total: 2_400_000 },
      oncancel: () => (cancelled += 1),
    });
    expect(screen.getByRole('status').textContent).toMatch(/600.kB.* of .*2\.4.MB/u);
    await fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(cancelled).toBe(1);
  });
});

describe('a film', () => {
  it('keeps its place and asks for nothing before somebody wants it', () => {
    const film = file('rain.webm', { mime: 'video/webm' });
    const video = { width: 640, height: 360, duration_ms: 14_000 };
    const props = { account: ACCOUNT, file: film, video, send: { state: 'sent' }, oncancel: () => undefined };
    const { container } = render(Stage, { props: { app, piece: Film, props } });
    expect(screen.getByRole('button', { name: /Play/u })).toBeInTheDocument();
    expect(container.querySelector<HTMLElement>('.frame')?.style.width).toBe('372px');
    expect(container.querySelector('video')).toBeNull();
    expect(made('download')).toEqual([]);
  });
});
