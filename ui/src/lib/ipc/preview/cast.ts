/** Who lives in the preview's village, and what they say. Deterministic: the same talk on every load. */
import type { Avatar } from '../gen/Avatar.ts';
import type { Body } from '../gen/Body.ts';
import type { File } from '../gen/File.ts';
import type { Picture } from '../gen/Picture.ts';
import type { Presence } from '../gen/Presence.ts';
import type { Profile } from '../gen/Profile.ts';
import type { Role } from '../gen/Role.ts';

export const ACCOUNT = '01930000-0000-7000-8000-00000000a001';
export const GARDEN = 'a'.repeat(64);

export type Who =
  | 'lena'
  | 'ann'
  | 'li'
  | 'grandma'
  | 'tom'
  | 'ming'
  | 'teacher'
  | 'ruth'
  | 'yuki'
  | 'omar'
  | 'jonas'
  | 'finn'
  | 'nadia'
  | 'ida'
  | 'anselm'
  | 'edda';

export const drawn = (name: string): Avatar => ({ kind: 'drawn', name });

interface Villager {
  name: string;
  zh?: string;
  handle: string;
  avatar: Avatar;
  presence: Presence;
  status?: [en: string, zh: string];
  zone?: string;
  /** Known from an import alone. */
  former?: boolean;
}

const villagers: Record<Who, Villager> = {
  lena: { name: 'Lena', zh: '丽娜', handle: 'lena', avatar: drawn('person-cat'), presence: 'online' },
  ann: {
    name: 'Ann',
    handle: 'ann',
    avatar: drawn('person-fox'),
    presence: 'online',
    status: ['In the allotment until six', '六点前在菜园'],
    zone: 'Europe/Berlin',
  },
  li: { name: '李伟', handle: 'liwei', avatar: drawn('person-bear'), presence: 'online' },
  grandma: {
    name: '外婆',
    handle: 'waipo',
    avatar: drawn('person-panda'),
    presence: 'online',
    status: ['包饺子', '包饺子'],
    zone: 'Asia/Shanghai',
  },
  tom: {
    name: 'Tom',
    handle: 'tom',
    avatar: drawn('person-badger'),
    presence: 'busy',
    zone: 'America/New_York',
  },
  ming: { name: '王小明', handle: 'xiaoming', avatar: drawn('person-penguin'), presence: 'online' },
  teacher: { name: '陈老师', handle: 'chen', avatar: drawn('person-deer'), presence: 'online' },
  ruth: { name: 'Ruth Weaver', handle: 'ruth', avatar: drawn('person-robin'), presence: 'away' },
  yuki: { name: 'Yuki', handle: 'yuki', avatar: drawn('person-hare'), presence: 'online' },
  omar: { name: 'Omar', handle: 'omar', avatar: drawn('person-frog'), presence: 'online' },
  jonas: { name: 'Jonas', handle: 'jonas', avatar: drawn('person-owl'), presence: 'offline' },
  finn: { name: 'Finn', handle: 'finn', avatar: drawn('person-hedgehog'), presence: 'away' },
  nadia: { name: 'Nadia', handle: 'nadia', avatar: drawn('person-owl'), presence: 'away' },
  ida: { name: 'Ida', handle: 'ida', avatar: drawn('person-fox'), presence: 'offline' },
  // Nothing is drawn for this name: initials.
  anselm: {
    name: 'Anselm Brandt',
    handle: 'anselm',
    avatar: drawn('person-of-a-later-version'),
    presence: 'offline',
  },
  edda: {
    name: 'Edda Stern',
    handle: 'edda',
    avatar: drawn('former'),
    presence: 'offline',
    former: true,
  },
};

export const everyone = Object.keys(villagers) as Who[];
export const presenceOf = (who: Who): Presence => villagers[who].presence;
// The last digits were chosen so that the hues are those of the pictures.
const tails: Partial<Record<Who, string>> = {
  lena: '000000001005',
  ann: '000000002005',
  li: '000000003006',
  grandma: '000000004006',
  tom: '000000005007',
  ming: '000000006005',
  teacher: '000000007007',
  ruth: '000000008004',
  yuki: '000000009006',
  omar: '000000010000',
  jonas: '000000011006',
};
export const userOf = (who: Who): string =>
  `01930000-0000-7000-8000-${tails[who] ?? String(everyone.indexOf(who) + 1).padStart(12, '0')}`;

export const whoIs = (user: string): Who => everyone.find((who) => userOf(who) === user) ?? 'ann';

export function profileOf(who: Who, zh: boolean): Profile {
  const { name, zh: chinese, handle, avatar, status, zone, former } = villagers[who];
  return {
    id: userOf(who),
    name: zh && chinese ? chinese : name,
    handle,
    avatar,
    ...(status && { status: status[zh ? 1 : 0] }),
    ...(zone && { zone }),
    ...(former && { former }),
  };
}

export const garden: Picture = {
  blob: GARDEN,
  mime: 'image/svg+xml',
  width: 744,
  height: 408,
  size: 184_320,
  thumbhash: '3wgKJIZnmKh/iHeEaYaIcGO2Bw==',
  name: 'allotment.jpg',
};

export const REPORT: File = {
  blob: 'b'.repeat(64),
  mime: 'application/pdf',
  size: 1_840_000,
  name: 'Harvest report 2026.pdf',
};

export interface Said {
  who: Who;
  body: Body | null;
  /** Minutes since local midnight of today; negative is before. */
  at: number;
  reply?: Said;
  mentions?: boolean;
  edited?: boolean;
  pinned?: boolean;
  /** Whose message it passes on. */
  from?: Who;
  /** An edit of it that is under way. */
  edit?: 'waiting' | 'failed';
  reactions?: [emoji: string, by: Who[]][];
  state?: 'waiting' | 'failed';
}

export const hm = (hours: number, minutes: number, day = 0): number => day * 1440 + hours * 60 + minutes;
export const says = (who: Who, at: number, text: string, more: Partial<Said> = {}): Said => ({
  who,
  at,
  body: { kind: 'text', text },
  ...more,
});
export const sticks = (who: Who, at: number, name: string): Said => ({
  who,
  at,
  body: { kind: 'sticker', set: 'hearth', name },
});
export const sends = (who: Who, at: number, file: File, caption = '', more: Partial<Said> = {}): Said => ({
  who,
  at,
  body: { kind: 'file', file, caption },
  ...more,
});
export const shows = (who: Who, at: number, caption: string, more: Partial<Said> = {}): Said => ({
  who,
  at,
  body: { kind: 'picture', picture: garden, caption },
  ...more,
});

const chatter = [
  'Who is in for dinner tonight?',
  'Me',
  'Me too, but late',
  '我七点到',
  'The dishwasher is done, somebody please',
  'I did it yesterday 🙈',
  '好的',
  'There is soup in the fridge, the green one. It needs ten minutes and some salt.',
  'Thank you',
  '谢谢',
  'Does anyone have the key of the bike shed?',
  'On the hook behind the door',
  'https://recipes.example/miso-noodles this one',
  'Looks good',
  '👍',
  'We are out of rice and oats',
  '我顺路买',
  'Great',
  'The plumber comes on Thursday between eight and noon, can somebody be here?',
  'I can until ten',
  '我上午都在',
  'Perfect then',
  'Window in the bathroom was open all night again',
  'Sorry, that was me',
  'The neighbours asked whether we could lend them the ladder on Saturday.\nI said yes, hope that is fine.',
  'Sure',
  '没问题',
  '🔥🔥',
  'Tea?',
  'Always',
  'Who took the good scissors',
  'In the drawer now',
];

/** A long past for a room: `count` messages over about two weeks, oldest first. */
export function longAgo(count: number, people: Who[], until: number): Said[] {
  const said: Said[] = [];
  let seed = 7;
  const next = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * below);
  };
  let at = until;
  for (let i = 0; i < count; i += 1) {
    at -= next(10) < 7 ? next(4) : 20 + next(90);
    // Nobody writes at night.
    const minute = ((at % 1440) + 1440) % 1440;
    if (minute < 7 * 60) at -= minute + 60;
    const who = people[next(people.length)] ?? 'ann';
    const line = says(who, at, chatter[next(chatter.length)] ?? '');
    if (next(40) === 0) line.body = { kind: 'sticker', set: 'hearth', name: next(2) ? 'ok' : 'tea' };
    if (next(60) === 0) line.body = { kind: 'picture', picture: garden, caption: '' };
    if (next(90) === 0) line.body = null;
    if (next(15) === 0) line.reactions = [['❤️', ['tom', 'li']]];
    said.push(line);
  }
  return said.reverse();
}

export interface Place {
  id: number;
  name: string;
  zh?: string;
  picture: string;
  topic?: string;
  peer?: Who;
  /** A private chat of several people. */
  group?: true;
  /** The first of the members is silenced. */
  silenced?: Who;
  members: [who: Who, role: Role][];
  said: Said[];
  unread?: number;
  mentions?: number;
  pinned?: boolean;
  muted?: boolean;
  draft?: string;
  /** Older events that are still on the server. */
  hole?: number;
  writing?: Who[];
}
