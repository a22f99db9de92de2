/**
 * What a person may do in a conversation, as far as the table of rights says it: the protocol's own, written here by
 * `make types`. The server decides; what it would refuse is not offered.
 */
import { rights, type Right } from '../ipc/gen/rights.ts';
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Member } from '../ipc/gen/Member.ts';
import type { Role } from '../ipc/gen/Role.ts';
import type { UserId } from '../ipc/gen/UserId.ts';

export type Where = Pick<ConversationView, 'role' | 'visibility'>;

const ROLES: readonly Role[] = ['guest', 'member', 'admin', 'owner'];
const rank = (role: Role): number => ROLES.indexOf(role);

/** The table's column. */
function column({ visibility }: Where): 0 | 1 | 2 | 3 {
  switch (visibility) {
    case 'public':
      return 0;
    case 'private':
      return 1;
    case 'group':
      return 2;
    case null:
      return 3;
  }
}

export function may(right: Right, where: Where): boolean {
  const least = rights[right][column(where)];
  if (least === 'anyone') return true;
  return least !== 'nobody' && where.role !== null && rank(where.role) >= rank(least);
}

/** Holding somebody back takes a higher role than theirs. */
export function outranks(mine: Role, theirs: Role): boolean {
  return rank(mine) > rank(theirs);
}

/** The roles that one may give a member now, the highest first; their own is not among them. */
export function rolesFor(where: Where, me: UserId, member: Member): Role[] {
  const mine = where.role;
  if (mine === null) return [];
  const own = member.user === me;
  if (!may(own ? 'step_down' : 'set_role', where)) return [];
  return ROLES.toReversed().filter((role) => {
    if (role === member.role) return false;
    if (own) return rank(role) < rank(mine);
    return rank(role) <= rank(mine) && (mine === 'owner' || outranks(mine, member.role));
  });
}
