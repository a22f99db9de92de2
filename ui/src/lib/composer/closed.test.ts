import { expect, it } from 'vitest';

import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import { closedBy } from './closed.ts';

const row = (more: Partial<ConversationView>): ConversationView =>
  ({
    role: 'member',
    archived: false,
    posting: 'everyone',
    silenced_until: null,
    ...more,
  }) as ConversationView;
const why = (more: Partial<ConversationView>) => closedBy(row(more), 1000)?.closed ?? null;

it('is open to members', () => {
  expect(why({})).toBeNull();
  expect(why({ role: 'guest' })).toBeNull();
});

it('says first what lasts longest', () => {
  expect(why({ role: null, archived: true })).toBe('left');
  expect(why({ archived: true, posting: 'admins' })).toBe('archived');
});

it('lets those who look after a read-only room write in it', () => {
  expect(why({ posting: 'admins' })).toBe('read_only');
  expect(why({ posting: 'admins', role: 'admin' })).toBeNull();
});

it('is closed to somebody silenced until their time is over', () => {
  expect(why({ silenced_until: 1001 })).toBe('silenced');
  expect(why({ silenced_until: 1000 })).toBeNull();
});
