/**
 * Where the screens and sheets outside the chat are found: by file name in their own folders. A screen gets what its
 * `Screen` carries as props; a sheet gets `sheet` and `onclose`.
 */
import type { Component } from 'svelte';

import type { Key } from '../ipc/gen/Key.ts';
import type { SettingsPage, Sheet } from '../state/app.svelte.ts';

type Module<P extends Record<string, unknown>> = { default: Component<P> };
type SheetProps = { sheet: Sheet; onclose: () => void };

function only<P extends Record<string, unknown>>(
  modules: Record<string, Module<P>>,
): Component<P> | undefined {
  return Object.values(modules)[0]?.default;
}

export const screens = {
  welcome: only(
    import.meta.glob<Module<{ link: string | null }>>('../welcome/Welcome.svelte', { eager: true }),
  ),
  settings: only(
    import.meta.glob<Module<{ page: SettingsPage }>>('../settings/Settings.svelte', { eager: true }),
  ),
};

/** The card that an empty room holds: its own invite. */
export const roomInvite = only(
  import.meta.glob<Module<{ key: Key }>>('../hosting/RoomInvite.svelte', { eager: true }),
);

export const sheets: Record<Sheet['sheet'], Component<SheetProps> | undefined> = {
  new_room: only(import.meta.glob<Module<SheetProps>>('../dialogs/NewRoom.svelte', { eager: true })),
  new_chat: only(import.meta.glob<Module<SheetProps>>('../dialogs/NewChat.svelte', { eager: true })),
  add_member: only(import.meta.glob<Module<SheetProps>>('../dialogs/AddMember.svelte', { eager: true })),
  room_settings: only(
    import.meta.glob<Module<SheetProps>>('../dialogs/RoomSettings.svelte', { eager: true }),
  ),
  invite: only(import.meta.glob<Module<SheetProps>>('../dialogs/Invite.svelte', { eager: true })),
  leave: only(import.meta.glob<Module<SheetProps>>('../dialogs/Leave.svelte', { eager: true })),
};
