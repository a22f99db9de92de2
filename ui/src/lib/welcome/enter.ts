/**
 * Goes through a door: shows the chat, and opens the first room of the new account as soon as the desk names it. Rooms
 * come as changes, maybe before the answer to the call and maybe after it.
 */
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { App } from '../state/app.svelte.ts';
import { keyOf } from '../state/keys.ts';

export async function enter(app: App, account: AccountId): Promise<void> {
  app.world.link = null;
  app.screen = { at: 'chat' };
  const first = app.world.sorted.find((row) => row.account === account);
  if (first) return app.open(keyOf(first));
  const stop = app.world.follow({
    changed: (change) => {
      if (change.change !== 'conversation' || change.row.account !== account) return;
      stop();
      // They may have gone elsewhere meanwhile.
      if (app.screen.at === 'chat' && app.room?.key.account !== account) void app.open(keyOf(change.row));
    },
  });
}
