/** Settings, and what the window asks of the desktop around it. */
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

export const settings = (world: World) =>
  ({
    set_settings: ({ settings }) => {
      world.settings = settings;
      world.tell({ change: 'own_presence', presence: settings.do_not_disturb ? 'busy' : 'online' });
      world.tell({ change: 'settings', settings });
      return null;
    },
    test_alert: () => ({ service: 'works', name: 'GNOME Shell', shown_at: Date.now(), actions: true }),
    active: () => null,
    open_link: ({ url }) => {
      if (!world.still) window.open(url, '_blank', 'noopener');
      return null;
    },
    save_picture: () => true,
  }) satisfies Partial<Answers>;
