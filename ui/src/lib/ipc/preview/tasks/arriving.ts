/** Coming in and going out: links, codes, the connection, and a start that fails. */
import { WORDS } from '../opening.ts';
import { placesOf } from '../scenes.ts';
import { refuse, type Answers } from '../table.ts';
import type { World } from '../world.ts';

export const arriving = (world: World) =>
  ({
    look_at_link: ({ link }) =>
      link.trim().startsWith('hearth://')
        ? {
            purpose: 'join',
            server_name: 'Ann’s computer',
            from: 'Ann',
            room: 'Kitchen',
            address: 'ann-desk.local:7340',
            words: WORDS,
            password_required: false,
          }
        : refuse({ source: 'link', code: 'not_a_link' }),
    join: ({ identity }) => world.enter(identity.name, placesOf('room')),
    sign_in: () => world.enter('Lena', placesOf('room')),
    enter_with_code: () => world.enter('Lena', placesOf('room')),
    sign_out: ({ account }) => {
      world.signedIn = false;
      world.tell({ change: 'account_gone', account });
      return null;
    },
    connect: () => connect(world),
    disconnect: () => {
      world.changeAccount({ connection: { state: 'disconnected' } });
      return null;
    },
    try_now: () => connect(world),
    broken_start: () => world.broken,
    stands: () => null,
    try_again: () => (world.broken ? refuse({ source: 'local', code: 'unwritable' }) : null),
    quit: () => null,
  }) satisfies Partial<Answers>;

function connect(world: World): null {
  world.changeAccount({ connection: { state: 'connecting' } });
  setTimeout(() => world.changeAccount({ connection: { state: 'connected' }, waiting: 0 }), 900);
  return null;
}
