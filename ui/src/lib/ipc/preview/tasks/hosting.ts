/** A server on this computer, and the servers that announce themselves nearby. */
import type { NearbyServer } from '../../gen/NearbyServer.ts';
import type { Snapshot } from '../../gen/Snapshot.ts';
import { hosted, WORDS } from '../opening.ts';
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

export const hosting = (world: World) =>
  ({
    host: ({ identity, room, port, server_name }) => {
      world.account = { ...world.account, hosted: true, server_owner: true };
      world.changeHosting(hosted(server_name || `${identity.name}’s hearth`, port));
      return world.enter(identity.name, [
        { id: 1, name: room, picture: 'room-kettle', members: [['lena', 'owner']], said: [] },
      ]);
    },
    set_hosting: ({ on, name, port, announce }) => {
      world.settings = { ...world.settings, hosting: { on, name, port, announce } };
      world.tell({ change: 'settings', settings: world.settings });
      world.changeHosting(on ? hosted(name, port, announce ? 'on' : 'off') : { state: 'off' });
      return null;
    },
    look_around: () => {
      const count = world.neighbourCount;
      near(world, count === null ? { state: 'failed' } : { state: 'looking', servers: neighbours(count) });
      return null;
    },
    stop_looking: () => {
      if (world.nearby.state !== 'off') near(world, { state: 'off' });
      return null;
    },
  }) satisfies Partial<Answers>;

function near(world: World, nearby: Snapshot['nearby']) {
  world.nearby = nearby;
  world.tell({ change: 'nearby', nearby });
}

function neighbours(count: number): NearbyServer[] {
  const names = ['Ann’s laptop', 'Room 204 · 高一二班', 'Workshop', 'Allotment', 'Choir'];
  return names.slice(0, count).map((name, at) => ({
    key: `key-${at}`,
    name,
    address: `192.168.1.${20 + at}:7340`,
    words: WORDS,
    open: at === 0,
    account: null,
    link: `hearth://192.168.1.${20 + at}:7340/?k=key-${at}`,
  }));
}
