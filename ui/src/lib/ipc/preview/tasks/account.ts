/** One's own account: who one is to others, and the devices one uses. */
import { drawn } from '../cast.ts';
import { WORDS } from '../opening.ts';
import type { Answers } from '../table.ts';
import { MINUTE } from '../time.ts';
import type { World } from '../world.ts';

export const account = (world: World) =>
  ({
    set_profile: ({ picture, account: _account, ...change }) => {
      const avatar = picture.kind === 'drawn' ? drawn(picture.name) : world.account.me.avatar;
      world.changeAccount({ me: { ...world.account.me, ...change, avatar } });
      return null;
    },
    set_password: () => {
      world.changeAccount({ has_password: true });
      return null;
    },
    share_reads: ({ on }) => {
      world.changeAccount({ shares_reads: on });
      return null;
    },
    devices: () => [
      {
        id: '01930000-0000-7000-8000-00000000d001',
        name: 'lena-laptop',
        created_at: world.midnight - 90 * 1440 * MINUTE,
        seen_at: Date.now(),
        current: true,
      },
      {
        id: '01930000-0000-7000-8000-00000000d002',
        name: 'studio',
        created_at: world.midnight - 20 * 1440 * MINUTE,
        seen_at: world.midnight - 300 * MINUTE,
        current: false,
      },
    ],
    make_device_code: () => ({
      link: 'hearth://ann-desk.local:7340/d/7HQ2mP#f=9c1f0a77b3d2e4',
      words: WORDS,
      expires_at: Date.now() + 10 * MINUTE,
      reachable: true,
    }),
  }) satisfies Partial<Answers>;
