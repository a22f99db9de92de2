// This file is generated from the protocol's table of rights; `make types` writes it. Do not edit it.
import type { Role } from "./Role";

/** The least that somebody must be. */
export type Least = Role | 'anyone' | 'nobody';

/** What it takes: in public rooms, private rooms, groups and direct chats. */
export const rights = {
  read: ['guest', 'guest', 'guest', 'guest'],
  post: ['guest', 'guest', 'guest', 'guest'],
  edit: ['guest', 'guest', 'guest', 'guest'],
  react: ['guest', 'guest', 'guest', 'guest'],
  redact_own: ['guest', 'guest', 'guest', 'guest'],
  redact_any: ['admin', 'admin', 'nobody', 'nobody'],
  pin: ['member', 'member', 'member', 'member'],
  mention_room: ['member', 'member', 'member', 'nobody'],
  add_member: ['member', 'member', 'member', 'nobody'],
  invite: ['member', 'admin', 'nobody', 'nobody'],
  others_invites: ['admin', 'admin', 'nobody', 'nobody'],
  describe: ['admin', 'admin', 'member', 'nobody'],
  govern: ['admin', 'admin', 'nobody', 'nobody'],
  archive: ['owner', 'owner', 'nobody', 'nobody'],
  remove_member: ['admin', 'admin', 'nobody', 'nobody'],
  set_role: ['admin', 'admin', 'nobody', 'nobody'],
  step_down: ['guest', 'guest', 'nobody', 'nobody'],
  ban: ['admin', 'admin', 'nobody', 'nobody'],
  mute: ['admin', 'admin', 'nobody', 'nobody'],
  leave: ['guest', 'guest', 'guest', 'nobody'],
  join: ['anyone', 'nobody', 'nobody', 'nobody'],
} as const satisfies Record<string, readonly [Least, Least, Least, Least]>;

/** What somebody wants to do in a conversation. */
export type Right = keyof typeof rights;
