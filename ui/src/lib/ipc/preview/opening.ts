/** How the village stands when the window opens, as the address asks for it: settings, account, hosting, a broken start. */
import type { AccountView } from '../gen/AccountView.ts';
import type { BrokenStart } from '../gen/BrokenStart.ts';
import type { Settings } from '../gen/Settings.ts';
import type { Snapshot } from '../gen/Snapshot.ts';
import type { StartFault } from '../gen/StartFault.ts';
import { ACCOUNT, profileOf } from './cast.ts';
import type { Scene } from './scenes.ts';

export const WORDS = ['lantern', 'maple', 'copper', 'quiet', 'harbour', 'seven'];
const DESK = 'Lena’s desk';

export function settingsOf(query: URLSearchParams, zh: boolean): Settings {
  const theme = query.get('theme');
  return {
    language: zh ? 'zh-CN' : 'en',
    theme: theme === 'dark' || theme === 'light' ? theme : 'system',
    text_scale: Number(query.get('scale') ?? 1),
    density: query.get('density') === 'compact' ? 'compact' : 'comfortable',
    enter_sends: true,
    spell_check: true,
    alerts: {
      on: true,
      privacy: 'name_and_text',
      quiet_from: 22 * 60,
      quiet_to: 7 * 60,
      quiet_days: [true, true, true, true, true, false, false],
      keywords: ['lab', '菜园'],
    },
    do_not_disturb: query.has('busy'),
    do_not_disturb_until: null,
    close_to_tray: true,
    start_with_desktop: false,
    files_limit_mb: 5120,
    hosting: { on: false, name: DESK, port: 7340, announce: false },
  };
}

export function accountOf(scene: Scene, zh: boolean): AccountView {
  const offline = scene === 'offline';
  return {
    id: ACCOUNT,
    me: profileOf('lena', zh),
    server_name: scene === 'host' ? DESK : 'Ann’s computer',
    address: 'ann-desk.local:7340',
    words: WORDS,
    connection: offline
      ? { state: 'offline', reason: 'closed_by_network', retry_at: Date.now() + 8_400 }
      : { state: 'connected' },
    round_trip_ms: 4,
    waiting: offline ? 2 : 0,
    hosted: scene === 'host',
    server_owner: scene === 'host',
    has_password: false,
    shares_reads: true,
    blocked: [],
    secrets: 'keychain',
    limits: {
      frame_bytes: 65_536,
      text_bytes: 16_384,
      name_chars: 64,
      topic_chars: 256,
      status_chars: 100,
      group_people: 20,
      page_events: 200,
      blob_bytes: 268_435_456,
      picture_pixels: 64_000_000,
      quota_bytes: 4_294_967_296,
      password_min_chars: 8,
      password_max_chars: 256,
      rate_per_second: 5,
      rate_burst: 20,
    },
    trouble: null,
  };
}

export function hosted(name: string, port: number, announced: 'on' | 'off' = 'off'): Snapshot['hosting'] {
  return {
    state: 'on',
    name,
    addresses: ['lena-desk.local', '192.168.1.20'],
    port,
    connected: 1,
    announced,
  };
}

export function hostingOf(scene: Scene): Snapshot['hosting'] {
  return scene === 'host' ? hosted(DESK, 7340) : { state: 'off' };
}

export function brokenOf(query: URLSearchParams, scene: Scene, settings: Settings): BrokenStart | null {
  if (scene !== 'broken') return null;
  const directory = '/home/lena/.local/share/hearth';
  return {
    fault: (query.get('fault') ?? 'unwritable') as StartFault,
    directory,
    detail: `${directory} cannot be written: Read-only file system (os error 30)`,
    settings,
  };
}
