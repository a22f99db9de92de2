/** What can be done with a member of a conversation, by somebody with these rights. */
import { key } from '../i18n/i18n.svelte.ts';
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Member } from '../ipc/gen/Member.ts';
import type { Role } from '../ipc/gen/Role.ts';
import type { UserId } from '../ipc/gen/UserId.ts';
import type { Action } from '../kit/Menu.svelte';
import type { App } from '../state/app.svelte.ts';
import { keyOf } from '../state/keys.ts';
import { may, outranks, rolesFor } from './rights.ts';
import { SILENCES, isSilent } from './silence.ts';

const MAKE: Record<Role, string> = {
  owner: key('member-make-owner'),
  admin: key('member-make-admin'),
  member: key('member-make-member'),
  guest: key('member-make-guest'),
};

/** One's own role only ever becomes a lesser one. */
const STEP_DOWN: Record<Role, string> = {
  owner: key('member-make-owner'),
  admin: key('member-make-admin-me'),
  member: key('member-make-member-me'),
  guest: key('member-make-guest-me'),
};

/** What the row's owner may do to this member; without what belongs to the person wherever they are. */
export function memberActions(app: App, row: ConversationView, member: Member, now = Date.now()): Action[] {
  const { ipc, world } = app;
  const t = app.i18n.t;
  const at = keyOf(row);
  const me = world.account(row.account)?.me.id ?? '';
  const { user } = member;
  const name = world.person(row.account, user)?.name ?? t('someone');
  const actions: Action[] = [];
  for (const role of rolesFor(row, me, member)) {
    const run = () => void app.attempt(ipc.call('set_role', { key: at, user, role }));
    // What one gives away of one's own, one does not get back by oneself.
    const asked = role === 'owner' || user === me;
    actions.push({
      label: t((user === me ? STEP_DOWN : MAKE)[role]),
      icon: 'user',
      run: asked ? () => (app.sheet = { sheet: 'set_role', key: at, user, role }) : run,
    });
  }
  if (row.role === null || user === me || !outranks(row.role, member.role)) return actions;
  const apart = () => actions.length > 0 && !actions.some((action) => action.apart);
  if (may('mute', row)) {
    if (isSilent(member.muted_until, now))
      actions.push({
        label: t('member-unsilence'),
        icon: 'compose',
        apart: apart(),
        run: () => void app.attempt(ipc.call('silence', { key: at, user, silence: { lasts: 'over' } })),
      });
    else
      for (const { label, silence } of SILENCES)
        actions.push({
          label: t(label),
          icon: 'mute',
          apart: apart(),
          run: () => void app.attempt(ipc.call('silence', { key: at, user, silence })),
        });
  }
  if (may('remove_member', row))
    actions.push({
      label: t('panel-remove', { name }),
      icon: 'leave',
      bad: true,
      apart: true,
      run: () => (app.sheet = { sheet: 'remove_member', key: at, user }),
    });
  if (may('ban', row))
    actions.push({
      label: t('member-ban', { name }),
      icon: 'off-limits',
      bad: true,
      run: () => (app.sheet = { sheet: 'ban', key: at, user }),
    });
  return actions;
}

/** What can be done with a person wherever they are met. Nobody writes to a former member, nor they to anybody. */
export function personActions(
  app: App,
  account: AccountId,
  user: UserId,
): { write?: Action; block?: Action } {
  const { ipc, world } = app;
  const t = app.i18n.t;
  const view = world.account(account);
  if (!view || view.me.id === user) return {};
  const person = world.person(account, user);
  const name = person?.name ?? t('someone');
  const unblock: Action = {
    label: t('person-unblock', { name }),
    icon: 'off-limits',
    run: () => void app.attempt(ipc.call('block', { account, user, on: false })),
  };
  const blocked = view.blocked.includes(user);
  if (person?.former) return blocked ? { block: unblock } : {};
  return {
    write: { label: t('panel-write', { name }), icon: 'compose', run: () => void app.write(account, user) },
    block: blocked
      ? unblock
      : {
          label: t('person-block', { name }),
          icon: 'off-limits',
          bad: true,
          run: () => (app.sheet = { sheet: 'block', account, user }),
        },
  };
}
