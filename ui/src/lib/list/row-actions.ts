/** What can be done with a row, from its menu. */
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Action } from '../kit/Menu.svelte';
import type { App } from '../state/app.svelte.ts';
import { personActions } from '../people/member-actions.ts';
import { may } from '../people/rights.ts';
import type { Millis } from '../ipc/gen/Millis.ts';
import type { NotifyLevel } from '../ipc/gen/NotifyLevel.ts';
import { keyOf } from '../state/keys.ts';
import { isMuted } from '../state/world.svelte.ts';
import { endOf, SPANS } from './spans.ts';

/** What a conversation goes back to when it is silent no more. */
const levelOf = (row: ConversationView): NotifyLevel => (row.notify === 'nothing' ? 'all' : row.notify);

/** What of a conversation alerts, and the ways to let nothing of it do so for a while. */
function notifyActions(
  app: App,
  row: ConversationView,
  notify: (level: NotifyLevel, until: Millis | null) => void,
): Action[] {
  const t = app.i18n.t;
  const muted = isMuted(row);
  const level = (of: NotifyLevel, label: string): Action => ({
    label,
    icon: of === 'all' ? 'bell' : 'at',
    on: !muted && row.notify === of,
    run: () => notify(of, null),
  });
  return [
    level('all', t('row-notify-all')),
    level('mentions', t('row-notify-mentions')),
    ...SPANS.map((span, index): Action => ({
      label: t(`row-mute-${span}`),
      icon: 'mute',
      apart: index === 0,
      on: span === 'ever' && row.notify === 'nothing',
      // Without an end it is another level; with one, the level waits beneath it.
      run: () => (span === 'ever' ? notify('nothing', null) : notify(levelOf(row), endOf(span, Date.now()))),
    })),
  ];
}

export function rowActions(app: App, row: ConversationView): Action[] {
  const { ipc } = app;
  const t = app.i18n.t;
  const key = keyOf(row);
  const muted = isMuted(row);
  const notify = (level: NotifyLevel, muted_until: Millis | null) =>
    void app.attempt(ipc.call('set_notify', { key, notify: level, muted_until }));
  const actions: Action[] = [
    {
      label: row.pinned ? t('row-unpin') : t('row-pin'),
      icon: 'pin',
      run: () => void app.attempt(ipc.call('pin_row', { key, pinned: !row.pinned })),
    },
    ...(muted
      ? [{ label: t('row-unmute'), icon: 'bell' as const, run: () => notify(levelOf(row), null) }]
      : []),
    { label: t('row-notify'), icon: muted ? 'mute' : 'bell', inside: notifyActions(app, row, notify) },
  ];
  if (row.peer !== null) {
    const { block } = personActions(app, row.account, row.peer);
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
