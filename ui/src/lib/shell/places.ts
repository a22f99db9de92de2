/**
 * Where the screens and sheets outside the chat are found. Each is read when it is first wanted, so that the chat is on
 * screen without them. A screen gets what its `Screen` carries; a sheet gets `sheet` and `onclose`.
 */
import type { Component } from 'svelte';

import type { Sheet } from '../state/app.svelte.ts';

type SheetProps = { sheet: Sheet; onclose: () => void };
type Later<P extends Record<string, unknown>> = () => Promise<{ default: Component<P> }>;

export const screens = {
  welcome: () => import('../welcome/Welcome.svelte'),
  settings: () => import('../settings/Settings.svelte'),
  broken: () => import('./Broken.svelte'),
};

/** Who somebody is, beside what was pressed. */
export const personCard = () => import('../people/PersonCard.svelte');

/** The card that an empty room holds: its own invite. */
export const roomInvite = () => import('../hosting/RoomInvite.svelte');

export const sheets: Record<Sheet['sheet'], Later<SheetProps>> = {
  rooms: () => import('../dialogs/NewRoom.svelte'),
  new_room: () => import('../dialogs/NewRoom.svelte'),
  new_chat: () => import('../dialogs/NewChat.svelte'),
  add_member: () => import('../dialogs/AddMember.svelte'),
  room_settings: () => import('../dialogs/RoomSettings.svelte'),
  invite: () => import('../dialogs/Invite.svelte'),
  import: () => import('../import/Import.svelte'),
  export: () => import('../export/Export.svelte'),
  leave: () => import('../dialogs/Leave.svelte'),
  remove_member: () => import('../people/AskMember.svelte'),
  ban: () => import('../people/AskMember.svelte'),
  set_role: () => import('../people/AskMember.svelte'),
  block: () => import('../people/AskMember.svelte'),
  forward: () => import('../timeline/Forward.svelte'),
  delete_message: () => import('../timeline/Delete.svelte'),
  open_link: () => import('../rich/OpenLink.svelte'),
};
