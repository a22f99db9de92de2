import { expect, it } from 'vitest';

import type { Presence } from '../ipc/gen/Presence.ts';
import type { Role } from '../ipc/gen/Role.ts';
import { groupMembers } from './members.ts';

it('groups members by role, and shows those who are here first', () => {
  const people: Record<string, { role: Role; presence: Presence; name: string }> = {
    a: { role: 'member', presence: 'offline', name: 'Ann' },
    b: { role: 'owner', presence: 'away', name: 'Ben' },
    c: { role: 'member', presence: 'online', name: 'Cem' },
    d: { role: 'guest', presence: 'online', name: 'Dai' },
    e: { role: 'member', presence: 'busy', name: 'Eva' },
    f: { role: 'member', presence: 'online', name: 'Bob' },
  };
  const members = Object.entries(people).map(([user, { role }]) => ({ user, role }));
  const groups = groupMembers(members, (user) => people[user] ?? { name: '', presence: 'offline' });
  expect(groups.map(({ role, members }) => [role, members.map(({ user }) => user).join('')])).toEqual([
    ['owner', 'b'],
    ['member', 'fcea'],
    ['guest', 'd'],
  ]);
});
