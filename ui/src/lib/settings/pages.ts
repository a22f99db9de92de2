/** The pages of the settings, in the order in which they are listed. */
import type { IconName } from '../kit/icons.ts';
import type { SettingsPage } from '../state/app.svelte.ts';

export const pages: readonly { page: SettingsPage; icon: IconName }[] = [
  { page: 'profile', icon: 'user' },
  { page: 'notifications', icon: 'bell' },
  { page: 'privacy', icon: 'eye-off' },
  { page: 'appearance', icon: 'moon' },
  { page: 'text', icon: 'text' },
  { page: 'storage', icon: 'disk' },
  { page: 'servers', icon: 'hearth' },
  { page: 'devices', icon: 'laptop' },
  { page: 'keyboard', icon: 'keys' },
  { page: 'about', icon: 'info' },
];
