/**
 * Goes to a conversation that was just made or joined. The desk names it in a change of its own, which may come before
 * the answer to the call and may come after it.
 */
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { App } from '../state/app.svelte.ts';
import { keyOf, sameKey } from '../state/keys.ts';

export function arrive(app: App, wanted: (row: ConversationView) => boolean): void {
  const here = app.world.sorted.find(wanted);
  if (here) {
    void app.open(keyOf(here));
    return;
  }
  const before = app.room;
  const stop = app.world.follow({
    changed: (change) => {
      if (change.change !== 'conversation' || !wanted(change.row)) return;
      stop();
      // Whoever has gone elsewhere meanwhile is left there.
      if (app.screen.at === 'chat' && app.room === before && !sameKey(app.room?.key, keyOf(change.row)))
        void app.open(keyOf(change.row));
    },
  });
}
