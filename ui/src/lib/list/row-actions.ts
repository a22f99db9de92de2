/** What can be done with a row, from its menu. */
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Action } from '../kit/Menu.svelte';
import type { App } from '../state/app.svelte.ts';
import { personActions } from '../people/member-actions.ts';
import { may } from '../people/rights.ts';
import { keyOf } from '../state/keys.ts';
import { isMuted } from '../state/world.svelte.ts';

export function rowActions(app: App, row: ConversationView): Action[] {
  const { ipc } = app;
  const t = app.i18n.t;
  const key = keyOf(row);
  const muted = isMuted(row);
  const actions: Action[] = [
    {
      label: row.pinned ? t('row-unpin') : t('row-pin'),
      icon: 'pin',
      run: () => void app.attempt(ipc.call('pin_row', { key, pinned: !row.pinned })),
    },
    {
      label: muted ? t('row-unmute') : t('row-mute'),
      icon: muted ? 'bell' : 'mute',
      run: () =>
        void app.attempt(
          ipc.call('set_notify', { key, notify: muted ? 'all' : 'nothing', muted_until: null }),
        ),
    },
  ];
  if (row.peer !== null) {
    const [, block] = personActions(app, row.account, row.peer);
    if (block) actions.push({ ...block, apart: true });
    return actions;
  }
  if (row.role === null) return actions;
  const group = row.visibility === 'group';
  if (!row.archived && may('add_member', row))
    actions.push({
      label: t('panel-add'),
      icon: 'users',
      run: () => (app.sheet = { sheet: 'add_member', key }),
    });
  actions.push({
    label: t(group ? 'group-edit' : 'row-room-settings'),
    icon: 'gear',
    run: () => (app.sheet = { sheet: 'room_settings', key }),
  });
  actions.push({
    label: t('row-leave'),
    icon: 'leave',
    bad: true,
    apart: true,
    run: () => (app.sheet = { sheet: 'leave', key }),
  });
  return actions;
}
