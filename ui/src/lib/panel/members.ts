/** The members in the order the panel shows them: by presence, then role, then name. */
import type { Member } from '../ipc/gen/Member.ts';
import type { Presence } from '../ipc/gen/Presence.ts';
import type { Role } from '../ipc/gen/Role.ts';
import type { UserId } from '../ipc/gen/UserId.ts';

const ranks: Record<Role, number> = { owner: 0, admin: 1, member: 2, guest: 3 };
const presences: Presence[] = ['online', 'away', 'offline'];

export function groupMembers(
  members: Member[],
  known: (user: UserId) => { name: string; presence: Presence },
): { group: Presence; members: Member[] }[] {
  const with_ = members.map((member) => ({ member, ...known(member.user) }));
  with_.sort((a, b) => ranks[a.member.role] - ranks[b.member.role] || a.name.localeCompare(b.name));
  return presences
    .map((group) => ({
      group,
      members: with_.filter(({ presence }) => presence === group).map(({ member }) => member),
    }))
    .filter(({ members: some }) => some.length > 0);
}
