/** The line to a server, in words. */
import { key, type I18n } from '../i18n/i18n.svelte.ts';
import type { AccountView } from '../ipc/gen/AccountView.ts';
import type { LineReason } from '../ipc/gen/LineReason.ts';

const reasons: Record<LineReason, string> = {
  unreachable: key('reason-unreachable'),
  refused: key('reason-refused'),
  timed_out: key('reason-timed-out'),
  handshake_failed: key('reason-handshake-failed'),
  not_hearth: key('reason-not-hearth'),
  wrong_version: key('reason-wrong-version'),
  key_changed: key('reason-key-changed'),
  signed_out: key('reason-signed-out'),
  replaced: key('reason-replaced'),
  closed_by_server: key('reason-closed-by-server'),
  closed_by_network: key('reason-closed-by-network'),
  protocol_broken: key('reason-protocol-broken'),
};

export const reasonWords = ({ t }: I18n, reason: LineReason, server: string): string =>
  t(reasons[reason], { server });

/** There is a line, even if what was missed is still on its way. */
export const isUp = ({ connection }: AccountView): boolean =>
  connection.state === 'connected' || connection.state === 'catching_up';

/** Two words for the bar below the list. */
export function lineWords({ t }: I18n, { connection, waiting }: AccountView): string {
  switch (connection.state) {
    case 'connecting':
      return t('line-connecting');
    case 'catching_up':
      return t('line-catching-up');
    case 'connected':
      return t('line-connected');
    case 'offline':
      return waiting > 0 ? t('line-offline-waiting', { count: waiting }) : t('line-offline');
    case 'stopped':
      return t('line-stopped');
    case 'disconnected':
      return t('line-disconnected');
  }
}
