/** The start is over when the page stands as it will be seen. Until then the desk shows how it was left. */
import type { App } from '../state/app.svelte.ts';

/** What is waited for, in milliseconds, beyond the first frame. */
const PATIENCE = 500;

const frame = () => new Promise<unknown>((resolve) => requestAnimationFrame(resolve));

/** Resolves when the lines of what is open can be seen, and its letters and pictures have been drawn. */
async function standing({ room }: App): Promise<void> {
  const late = performance.now() + PATIENCE;
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const hidden = () => room !== null && room.timeline.lines.length > 0 && !room.timeline.seen;
  while (hidden() && performance.now() < late) await frame();
  const pictures = [...document.images].map((picture) => picture.decode());
  await Promise.race([Promise.allSettled([document.fonts.ready, ...pictures]), patience]);
  await frame();
  await frame();
}

/** Starts the app, and tells the desk when there is something to see. */
export async function begin(app: App): Promise<void> {
  Object.assign(globalThis, { rests: () => app.rests });
  await app.attempt(app.start());
  await frame();
  await standing(app);
  // Without it the desk only waits longer.
  app.ipc.call('stands').catch(() => undefined);
}
