/** Goes through a door: shows the chat, and the first room of the new account as soon as there is one. */
import { arrive } from '../dialogs/arrive.ts';
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { App } from '../state/app.svelte.ts';

export function enter(app: App, account: AccountId): void {
  app.world.link = null;
  app.screen = { at: 'chat' };
  arrive(app, (row) => row.account === account);
}
