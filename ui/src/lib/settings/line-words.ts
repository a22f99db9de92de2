/** What more there is to say about a line than its state: how fast it is, when it is tried again, what is wrong. */
import type { I18n } from '../i18n/i18n.svelte.ts';
import type { AccountView } from '../ipc/gen/AccountView.ts';
import { reasonWords } from '../list/connection.ts';

export interface LineTold {
  words: string;
  /** It waits for the person. */
  bad: boolean;
}

export function lineTold(i18n: I18n, account: AccountView): LineTold {
  const { connection, round_trip_ms: trip, waiting, server_name: server } = account;
  const { t } = i18n;
  const parts: string[] = [];
  switch (connection.state) {
    case 'connected':
    case 'catching_up':
      if (trip !== null) parts.push(t('servers-round-trip', { ms: trip }));
      break;
    case 'offline':
      parts.push(reasonWords(i18n, connection.reason, server));
      parts.push(t('servers-again', { time: i18n.clock(connection.retry_at) }));
      break;
    case 'stopped':
      parts.push(reasonWords(i18n, connection.reason, server));
      break;
    case 'connecting':
    case 'disconnected':
      break;
  }
  // While offline the state itself says how many wait.
  if (waiting > 0 && connection.state !== 'offline') parts.push(t('servers-waiting', { count: waiting }));
  return { words: parts.join(' · '), bad: connection.state === 'stopped' };
}
