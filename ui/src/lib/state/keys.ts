/** Keys of maps: a conversation or a person of one account, as one string. */
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { UserId } from '../ipc/gen/UserId.ts';

export const keyText = (key: Key): string => `${key.account}/${key.conversation}`;
export const personKey = (account: AccountId, user: UserId): string => `${account}/${user}`;
export const keyOf = (row: ConversationView): Key => ({
  account: row.account,
  conversation: row.conversation,
});
export const sameKey = (a: Key | null | undefined, b: Key | null | undefined): boolean =>
  a === b || (!!a && !!b && a.account === b.account && a.conversation === b.conversation);
