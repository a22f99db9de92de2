/** Who is in a room, as what, and who may not come back. */
import type { Key } from '../../gen/Key.ts';
import type { Member } from '../../gen/Member.ts';
import { profileOf, userOf, whoIs } from '../cast.ts';
import type { Answers } from '../table.ts';
import { FOR_EVER } from '../time.ts';
import type { World } from '../world.ts';

export function members(world: World) {
  let bans = world.scene === 'owner' ? [userOf('jonas')] : [];
  return {
    add_member: ({ key, user }) =>
      setMembers(world, key, [...world.at(key).members, { user, role: 'member' }]),
    remove_member: ({ key, user }) => remove(world, key, user),
    set_role: ({ key, user, role }) => {
      changeMember(world, key, user, { role });
      if (user === userOf('lena')) world.changeRow(world.at(key), { role });
      return null;
    },
    ban: ({ key, user, on }) => {
      bans = [...bans.filter((each) => each !== user), ...(on ? [user] : [])];
      return on ? remove(world, key, user) : null;
    },
    list_bans: () => bans.map((user) => profileOf(whoIs(user), world.zh)),
    silence: ({ key, user, silence }) => {
      const until = {
        over: 0,
        for: Date.now() + (silence.lasts === 'for' ? silence.ms : 0),
        until_lifted: FOR_EVER,
      };
      changeMember(world, key, user, { muted_until: until[silence.lasts] });
      return null;
    },
  } satisfies Partial<Answers>;
}

function changeMember(world: World, key: Key, user: string, change: Partial<Member>) {
  const { members } = world.at(key);
  world.changeMembers(
    key,
    members.map((member) => (member.user === user ? { ...member, ...change } : member)),
  );
}

function setMembers(world: World, key: Key, members: Member[]): null {
  world.changeMembers(key, members);
  world.changeRow(world.at(key), { members: members.length });
  return null;
}

const remove = (world: World, key: Key, user: string): null =>
  setMembers(
    world,
    key,
    world.at(key).members.filter((member) => member.user !== user),
  );
