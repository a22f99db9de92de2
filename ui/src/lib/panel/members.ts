/** The members in the order the panel shows them: by role, then those who are here, then name. */
import type { Member } from '../ipc/gen/Member.ts';
import type { Presence } from '../ipc/gen/Presence.ts';
import type { Role } from '../ipc/gen/Role.ts';
import type { UserId } from '../ipc/gen/UserId.ts';

const roles: readonly Role[] = ['owner', 'admin', 'member', 'guest'];
const ranks: Record<Presence, number> = { online: 0, busy: 1, away: 2, offline: 3 };

export interface MemberGroup {
  role: Role;
  members: Member[];
}

export function groupMembers(
  members: Member[],
  known: (user: UserId) => { name: string; presence: Presence },
): MemberGroup[] {
  const with_ = members.map((member) => ({ member, ...known(member.user) }));
  with_.sort((a, b) => ranks[a.presence] - ranks[b.presence] || a.name.localeCompare(b.name));
  return roles
    .map((role) => ({
      role,
      members: with_.filter(({ member }) => member.role === role).map(({ member }) => member),
    }))
    .filter(({ members: some }) => some.length > 0);
}
