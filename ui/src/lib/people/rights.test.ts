import { describe, expect, it } from 'vitest';

import { rights, type Right } from '../ipc/gen/rights.ts';
import { may, outranks, rolesFor, type Where } from './rights.ts';

const room = (role: Where['role'], visibility: Where['visibility'] = 'public'): Where => ({
  role,
  visibility,
});

describe('what one may do', () => {
  it('is what the table says, for every right in every kind of conversation', () => {
    const roles = ['guest', 'member', 'admin', 'owner'] as const;
    const places = ['public', 'private', 'group', null] as const;
    for (const right of Object.keys(rights) as Right[])
      places.forEach((visibility, at) => {
        const least: string = rights[right][at] ?? '';
        const allowed = roles.filter((role) => may(right, room(role, visibility)));
        const wanted =
          least === 'nobody'
            ? []
            : least === 'anyone'
              ? roles
              : roles.slice((roles as readonly string[]).indexOf(least));
        expect(allowed, `${right} ${visibility}`).toEqual(wanted);
      });
  });

  it('is nothing where one is no member any more', () => {
    expect(may('post', room(null))).toBe(false);
    expect(may('join', room(null))).toBe(true);
    expect(may('join', room(null, 'private'))).toBe(false);
  });

  it('reaches only those of a lesser role', () => {
    expect(outranks('admin', 'member')).toBe(true);
    expect(outranks('admin', 'admin')).toBe(false);
    expect(outranks('owner', 'admin')).toBe(true);
  });
});

describe('roles that can be given', () => {
  const member = (role: 'guest' | 'member' | 'admin' | 'owner', user = 'them') => ({ user, role });

  it('go up to the own one, and to those of a lesser role', () => {
    expect(rolesFor(room('admin'), 'me', member('member'))).toEqual(['admin', 'guest']);
    expect(rolesFor(room('admin'), 'me', member('admin'))).toEqual([]);
    expect(rolesFor(room('owner'), 'me', member('owner'))).toEqual(['admin', 'member', 'guest']);
    expect(rolesFor(room('member'), 'me', member('guest'))).toEqual([]);
  });

  it('go down for oneself', () => {
    expect(rolesFor(room('admin'), 'me', member('admin', 'me'))).toEqual(['member', 'guest']);
    expect(rolesFor(room('guest'), 'me', member('guest', 'me'))).toEqual([]);
  });

  it('are none where nobody has a role', () => {
    expect(rolesFor(room('member', 'group'), 'me', member('member'))).toEqual([]);
  });
});
