/** The start is over when the page stands as it will be seen. Until then the desk shows how it was left. */
import type { App } from '../state/app.svelte.ts';

/** What is waited for, in milliseconds, beyond the first frame. */
const PATIENCE = 500;

const frame = () => new Promise<unknown>((resolve) => requestAnimationFrame(resolve));

/** Resolves when letters and pictures of what is shown have been drawn. */
async function standing(): Promise<void> {
  const pictures = [...document.images].map((picture) => picture.decode());
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  await Promise.race([Promise.allSettled([document.fonts.ready, ...pictures]), patience]);
  await frame();
  await frame();
}

/** Starts the app, and tells the desk when there is something to see. */
export async function begin(app: App): Promise<void> {
  Object.assign(globalThis, { rests: () => app.rests });
  await app.attempt(app.start());
  await frame();
  await standing();
  // Without it the desk only waits longer.
  app.ipc.call('stands').catch(() => undefined);
}
