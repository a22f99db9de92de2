/** Opens the border: the desk inside the app, the world in memory in a plain browser (never in a release). */
import { createContext } from 'svelte';

import { desk } from './desk.ts';
import type { Ipc } from './ipc.ts';

export type { Ipc } from './ipc.ts';
export type { ArgsOf, CallName, Calls, ReplyOf } from './calls.ts';

export const [useIpc, provideIpc] = createContext<Ipc>();

export async function openIpc(): Promise<Ipc> {
  const inApp = '__TAURI_INTERNALS__' in window;
  if (!inApp && (import.meta.env.DEV || import.meta.env.MODE === 'preview')) {
    const { preview } = await import('./preview/index.ts');
    return preview(new URLSearchParams(location.search));
  }
  return desk();
}
