/** The whole world as a window first sees it, and what a desk tells right after. */
import type { Change } from '../gen/Change.ts';
import type { Snapshot } from '../gen/Snapshot.ts';
import { ACCOUNT, everyone, presenceOf, profileOf, userOf } from './cast.ts';
import type { Conversation } from './conversation.ts';
import { MINUTE } from './time.ts';
import type { World } from './world.ts';

export function snapshotOf(world: World): Snapshot {
  const first = firstOpen(world);
  return {
    revision: world.revision,
    settings: world.settings,
    accounts: world.signedIn ? [world.account] : [],
    conversations: [...world.conversations.values()].map(({ view }) => view),
    people: everyone.map((who) => ({ account: ACCOUNT, profile: profileOf(who, world.zh) })),
    hosting: world.hosting,
    nearby: world.nearby,
    alerts: { service: 'unknown' },
    presence: world.settings.do_not_disturb ? 'busy' : 'online',
    last_open: first ? { account: ACCOUNT, conversation: first.view.conversation } : null,
    link: null,
    tray: true,
    version: '0.1.0',
  };
}

function firstOpen({ scene, conversations }: World): Conversation | undefined {
  const all = [...conversations.values()];
  return all[
    scene === 'group'
      ? all.findIndex(({ view }) => view.visibility === 'group')
      : scene === 'class'
        ? 2
        : scene === 'words' || scene === 'files'
          ? 3
          : scene === 'zh' || scene === 'private'
            ? 1
            : 0
  ];
}

/** Who is here, who writes, what is being sent. */
export function wakeUp(world: World) {
  if (!world.signedIn) return;
  const changes: Change[] = [];
  if (world.account.connection.state === 'connected')
    changes.push({
      change: 'presence',
      account: ACCOUNT,
      people: everyone.map((who) => ({
        user: userOf(who),
        presence: presenceOf(who),
        ...(presenceOf(who) === 'offline' && { since: world.midnight + 11 * 60 * MINUTE }),
      })),
    });
  for (const { view, writing, items } of world.conversations.values()) {
    const key = { account: ACCOUNT, conversation: view.conversation };
    if (writing.length > 0) changes.push({ change: 'typing', key, users: writing.map(userOf) });
    for (const item of items)
      if (item.item === 'message' && item.send.state === 'waiting' && item.body?.kind === 'picture')
        changes.push({ change: 'upload', key, message: item.id, sent: 7_400_000, total: 10_000_000 });
  }
  world.tell(...changes);
}
