/**
 * How a film looks before it plays: a ThumbHash of one of its first pictures, taken by the web view's own player when the
 * film lies in the tray. Nothing where this computer cannot play it. Nobody waits for it: a film that leaves first goes
 * without.
 */
import { rgbaToThumbHash } from 'thumbhash';

import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { Attachment } from '../ipc/gen/Attachment.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { isShortFilm } from './kind.ts';

/** ThumbHash takes pictures up to this side. */
const SIDE = 100;
/** The first picture is often black. */
const AT_SECONDS = 0.5;
/** A player that says nothing for so long is given up. */
const PATIENCE_MS = 4000;

export async function withPoster(ipc: Ipc, account: AccountId, staged: Attachment): Promise<Attachment> {
  if (staged.kind !== 'file' || !staged.file.video || !isShortFilm(staged.file)) return staged;
  const { file } = staged;
  const stop = AbortSignal.timeout(PATIENCE_MS);
  let url: string | null = null;
  try {
    url = await ipc.film(account, file.blob, stop);
    const thumbhash = await posterOf(url, stop);
    return { kind: 'file', file: { ...file, video: { ...staged.file.video, thumbhash } } };
  } catch {
    // It is sent without.
    return staged;
  } finally {
    if (url) URL.revokeObjectURL(url);
  }
}

async function posterOf(url: string, stop: AbortSignal): Promise<string> {
  const film = document.createElement('video');
  film.muted = true;
  film.preload = 'auto';
  film.src = url;
  try {
    await told(film, 'loadeddata', stop);
    film.currentTime = Math.min(AT_SECONDS, film.duration / 2 || 0);
    await told(film, 'seeked', stop);
    const scale = SIDE / Math.max(film.videoWidth, film.videoHeight);
    const width = Math.max(1, Math.round(film.videoWidth * scale));
    const height = Math.max(1, Math.round(film.videoHeight * scale));
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('there is nothing to draw on');
    context.drawImage(film, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return btoa(String.fromCharCode(...rgbaToThumbHash(width, height, data)));
  } finally {
    film.removeAttribute('src');
    film.load();
  }
}

function told(film: HTMLVideoElement, event: string, stop: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = () => reject(new Error(`no ${event}`));
    film.addEventListener(event, () => resolve(), { once: true });
    film.addEventListener('error', failed, { once: true });
    stop.addEventListener('abort', failed, { once: true });
  });
}
