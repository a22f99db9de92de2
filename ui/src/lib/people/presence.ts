/** Whether somebody is here, in words. */
import type { I18n } from '../i18n/i18n.svelte.ts';
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { Millis } from '../ipc/gen/Millis.ts';
import type { Presence } from '../ipc/gen/Presence.ts';
import type { UserId } from '../ipc/gen/UserId.ts';
import type { World } from '../state/world.svelte.ts';
import { momentWords } from './silence.ts';

/** How the dot beside a picture is called; nothing where there is none. */
export function dotWords(i18n: I18n, presence: Presence): string | undefined {
  return presence === 'offline' ? undefined : i18n.t(`presence-${presence}`);
}

/** Whether they are here, and since when not, where that is known. Former members never are. */
export function presenceWords(
  i18n: I18n,
  world: World,
  account: AccountId,
  user: UserId,
  now: Millis,
): string {
  if (world.person(account, user)?.former) return i18n.t('person-former');
  const presence = world.presenceOf(account, user);
  if (presence !== 'offline') return i18n.t(`presence-${presence}`);
  const since = world.offlineSince(account, user);
  return since === null
    ? i18n.t('presence-offline')
    : i18n.t('presence-offline-since', { when: momentWords(i18n, since, now) });
}
