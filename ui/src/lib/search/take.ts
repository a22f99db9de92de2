/** Goes where a row of the list leads. */
import type { App } from '../state/app.svelte.ts';
import type { Row } from './rows.ts';

/** Where the panel lies over the timeline: whoever goes to a message wants to see it. */
export const covers = (): boolean => matchMedia('(width < 1080px)').matches;

export async function take(app: App, row: Row): Promise<void> {
  const { search } = app;
  const account = search.account;
  if (!account) return;
  switch (row.row) {
    case 'hit':
    case 'file':
      if (covers()) {
        app.panel = null;
        search.walking = true;
      }
      await search.goTo(row.hit, row.id);
      break;
    case 'conversation':
      if (covers()) app.panel = null;
      await app.open({ account, conversation: row.conversation });
      break;
    case 'person': {
      const at = document.getElementById(row.id);
      if (at) app.meet(account, row.user, at, null);
      break;
    }
    case 'title':
    case 'group':
      break;
  }
}
