/** Invitations into a room: made, listed, and taken back. */
import type { InviteInfo } from '../../gen/InviteInfo.ts';
import { userOf } from '../cast.ts';
import { WORDS } from '../opening.ts';
import type { Answers } from '../table.ts';
import { MINUTE } from '../time.ts';
import type { World } from '../world.ts';

export function invites(world: World) {
  let all = someInvites(world);
  return {
    make_invite: ({ conversation, expires_in_ms, uses }) => {
      const expires_at = expires_in_ms === null ? null : Date.now() + expires_in_ms;
      const by = userOf('lena');
      const made = { invite: world.freshId(), by, conversation, created_at: Date.now(), expires_at };
      all = [{ ...made, uses_left: uses, used: 0 }, ...all];
      const link = 'hearth://lena-desk.local:7340/j/Kt4vQ2mWx7#f=9c1f0a77b3d2e4';
      return { link, words: WORDS, expires_at, reachable: true };
    },
    list_invites: ({ conversation }) =>
      all.filter((invite) => conversation === null || invite.conversation === conversation),
    revoke_invite: ({ invite }) => {
      all = all.filter((each) => each.invite !== invite);
      return null;
    },
  } satisfies Partial<Answers>;
}

function someInvites({ conversations, midnight }: World): InviteInfo[] {
  const [first] = conversations.values();
  if (!first) return [];
  const made = { conversation: first.view.conversation, created_at: midnight };
  const week = midnight + 7 * 1440 * MINUTE;
  return [
    { ...made, invite: 'b5bb9d8014a0f9b1', by: userOf('lena'), expires_at: week, uses_left: 4, used: 1 },
    { ...made, invite: '9f86d081884c7d65', by: userOf('ann'), expires_at: null, uses_left: null, used: 6 },
  ];
}
