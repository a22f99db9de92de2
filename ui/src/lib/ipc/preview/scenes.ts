/** The scenes of the village: which conversations there are and what was said in them. */
import type { File } from '../gen/File.ts';
import { hm, longAgo, REPORT, says, sends, shows, sticks, type Place, type Said, type Who } from './cast.ts';

export const scenes = [
  'room',
  'class',
  'words',
  'files',
  'zh',
  'offline',
  'settings',
  'welcome',
  'host',
  'empty',
  'private',
  'broken',
  'group',
  'owner',
] as const;
export type Scene = (typeof scenes)[number];

export function sceneOf(query: URLSearchParams): Scene {
  const wanted = query.get('scene');
  return scenes.find((scene) => scene === wanted) ?? 'room';
}

const family: Who[] = ['ann', 'li', 'grandma', 'tom', 'lena'];
const all = (people: Who[], owner: Who): Place['members'] =>
  people.map((who) => [who, who === owner ? 'owner' : 'member']);

function kitchen(offline: boolean, own: boolean): Place {
  const cabbage = says('li', hm(17, 34), '再买两斤小白菜，还有姜。我六点下班，先去接外婆，大概七点到家。', {
    reactions: [['👌', ['lena', 'ann']]],
  });
  const now: Said[] = [
    cabbage,
    says('lena', hm(17, 36), '小白菜 and ginger, got it. I pass the shop at five anyway.', {
      reply: cabbage,
    }),
    shows('ann', hm(18, 2), 'First ones from the allotment. That light.', {
      reactions: [
        ['❤️', ['tom', 'li', 'grandma']],
        ['🍅', ['lena', 'ann']],
      ],
    }),
    says('grandma', hm(18, 5), '@Lena 晚上有雨，别忘了带伞。饺子给你留着。', { mentions: true }),
  ];
  const rest: Said[] = offline
    ? [
        says('lena', hm(18, 31), 'The recipe is on the fridge, second magnet from the left', {
          state: 'failed',
        }),
        says('ann', hm(18, 42), 'see you at 8'),
        says('lena', hm(18, 44), 'Leaving now, the bus is late', { state: 'waiting' }),
        says('lena', hm(18, 44), '伞带了，路上有点堵，大概晚十分钟', { state: 'waiting' }),
      ]
    : [says('tom', hm(18, 6), '🍜🔥')];
  return {
    id: 1,
    name: 'Kitchen',
    zh: '厨房',
    picture: 'room-kettle',
    topic: 'Who cooks, who shops, who is late',
    members: own
      ? [
          ['ann', 'admin'],
          ['li', 'member'],
          ['grandma', 'member'],
          ['tom', 'member'],
          ['lena', 'owner'],
          ['ruth', 'guest'],
        ]
      : all([...family, 'ruth'], 'ann'),
    ...(own && { silenced: 'tom' as const }),
    said: [...longAgo(480, family, hm(12, 30)), ...now, ...rest],
    unread: offline ? 0 : 3,
    mentions: offline ? 0 : 1,
    pinned: true,
    writing: offline ? [] : ['ann'],
  };
}

function lesson(): Place {
  const fits = says(
    'yuki',
    hm(16, 31),
    'This fits our data, tau comes out at 41.6 s:\n```python\nimport numpy as np\n\ndef decay(t, n0, tau):\n    # counts left after t seconds\n    return n0 * np.exp(-t / tau)\n\np, cov = curve_fit(decay, t, n, p0=[900, 40])\n```',
    { edited: true },
  );
  return {
    id: 3,
    name: 'Physics 10b',
    zh: '高一二班 · 物理',
    picture: 'room-atom',
    topic: 'Half-lives until Easter',
    members: [
      ['teacher', 'admin'],
      ['lena', 'member'],
      ['yuki', 'owner'],
      ['ming', 'member'],
      ['omar', 'member'],
      ['finn', 'member'],
      ['nadia', 'member'],
      ['ida', 'guest'],
      ['anselm', 'member'],
    ],
    said: [
      ...longAgo(60, ['yuki', 'omar', 'ming', 'teacher', 'lena'], hm(15, 40)),
      says('teacher', hm(16, 2), 'The report is due on **Friday 20 March**: three pages, one plot', {
        pinned: true,
      }),
      fits,
      says(
        'lena',
        hm(16, 34),
        '41.6 ± 0.8? The error of `curve_fit` is the square root of the diagonal, not the diagonal.',
        { reply: fits },
      ),
      says('lena', hm(16, 34), 'I can redo the plot tonight'),
      { who: 'omar', at: hm(16, 40), body: null },
      { who: 'omar', at: hm(16, 41), body: { kind: '?' }, reactions: [['🎉', ['yuki']]] },
      says('nadia', hm(18, 38), 'I have the second run too'),
      says('yuki', hm(18, 39), 'Good, then we can compare'),
      says('ming', hm(18, 40), '@Lena 你那边的图能发一下吗？我来排版，模板在 https://10b.example/lab7', {
        mentions: true,
      }),
    ],
    unread: 3,
    mentions: 1,
    writing: ['yuki', 'omar'],
  };
}

/** Everything that words can be. */
function workshop(): Place {
  const plan = says(
    'ruth',
    hm(15, 2),
    '# Saturday\nThe plan for the shed, **please read**:\n\n1. Clear the back wall\n2. Measure twice\n   - width _and_ depth\n   - the ~~old~~ new door\n3. Cut\n\n- [x] screws\n- [ ] paint\n\n> Put them deeper than it says on the bag\n> — somebody wise',
    {
      pinned: true,
      reactions: [
        ['👍', ['lena', 'tom', 'ann']],
        ['🎉', ['li']],
      ],
    },
  );
  return {
    id: 12,
    name: 'Workshop',
    zh: '工坊',
    picture: 'room-mug',
    topic: 'Wood, glue and patience',
    members: all(['ruth', 'tom', 'lena', 'ann', 'li'], 'ruth'),
    said: [
      ...longAgo(160, ['ruth', 'tom', 'ann'], hm(14, 0)),
      says('edda', hm(14, 30), 'The good chisels lie in the left drawer'),
      plan,
      says(
        'tom',
        hm(15, 10),
        'The script for the cut list, with `--dry-run`:\n```rust\n/// Boards, longest first.\nfn cut(mut boards: Vec<u32>) -> Vec<u32> {\n    boards.sort_unstable_by(|a, b| b.cmp(a));\n    boards // 3 of them\n}\n```',
      ),
      says(
        'lena',
        hm(15, 12),
        'Prices, as far as I know them:\n\n| Board | Length | Price |\n|---|---|---|\n| Oak | 2.4 m | 31 |\n| Larch | 3.0 m | 18 |',
      ),
      says(
        'ann',
        hm(15, 14),
        '@room who brings the saw? @tom or @lena, see [the list](https://allotment.example/list) and https://www.аррӏе.com/ please',
        { mentions: true, reply: plan },
      ),
      says('lena', hm(15, 15), 'Put them deeper than it says on the bag', { from: 'ruth' }),
      says('li', hm(15, 16), '**“重点”**：周六上午十点，*别迟到*。地址见 https://map.example/地图，谢谢'),
      says(
        'tom',
        hm(15, 18),
        'invoice_\u202efdp.exe and [https://bank.example](https://evil.example/login) and <script>alert(1)</script> &lt;b&gt;',
      ),
      says('lena', hm(15, 19), 'I bring the saw and the big clamps', { edit: 'failed', edited: true }),
      says('lena', hm(15, 20), 'and the paint', { edit: 'waiting', edited: true }),
      says('ruth', hm(15, 21), 'A line that goes on. '.repeat(320)),
      says('tom', hm(15, 22), 'Good'),
    ],
    mentions: 1,
    unread: 1,
  };
}

function grandma(uploading: boolean): Place {
  const today: Said[] = uploading
    ? [
        says('lena', hm(18, 19), '六点半的地铁，七点一刻到家'),
        shows('lena', hm(18, 21), '菜园今天的番茄 🍅', { state: 'waiting' }),
      ]
    : [];
  return {
    id: 2,
    name: '外婆',
    picture: 'person-panda',
    peer: 'grandma',
    members: all(['grandma', 'lena'], 'grandma'),
    said: [
      says(
        'grandma',
        hm(20, 14, -3),
        '明天你爸七点到。冰箱里的饺子够三个人吃，韭菜鸡蛋的，不够我再包一点。你别买菜了，早点回来。',
      ),
      says('lena', hm(20, 16, -3), '够啦！我再带一份凉拌黄瓜就行'),
      ...(uploading
        ? [sticks('grandma', hm(17, 40), 'dinner'), says('grandma', hm(17, 41), '包好了，回来吃。路上慢点。')]
        : []),
      ...today,
      ...(uploading ? [] : [sticks('grandma', hm(17, 58), 'dinner')]),
    ],
    pinned: true,
    writing: uploading ? ['grandma'] : [],
  };
}

function weekend(): Place {
  return {
    id: 12,
    name: '',
    picture: 'room-lantern',
    group: true,
    members: [
      ['lena', 'member'],
      ['ann', 'member'],
      ['li', 'member'],
      ['tom', 'member'],
    ],
    said: [
      says('ann', hm(17, 2), 'Saturday at the lake?'),
      says('li', hm(17, 10), '我带烧烤架'),
      says('tom', hm(17, 31), 'And I bring my brother'),
    ],
    unread: 1,
  };
}

/** Files of all kinds, here, coming and not here. */
function shed(): Place {
  const film: File = {
    blob: 'c'.repeat(64),
    mime: 'video/webm',
    size: 5_200_000,
    name: 'rain on the roof.webm',
    video: { width: 640, height: 360, duration_ms: 14_000, thumbhash: '3wgKJIZnmKh/iHeEaYaIcGO2Bw==' },
  };
  const far = (n: number, file: Omit<File, 'blob'>): File => ({ blob: String(n).repeat(64), ...file });
  return {
    id: 14,
    name: 'Shed',
    zh: '棚屋',
    picture: 'room-tent',
    topic: 'Plans and papers',
    members: all(['ruth', 'tom', 'lena'], 'ruth'),
    said: [
      ...longAgo(20, ['ruth', 'tom'], hm(14, 0)),
      shows('ruth', hm(15, 1), 'Where it leaks'),
      sends('tom', hm(15, 2), REPORT, 'What we had this year'),
      sends(
        'ruth',
        hm(15, 4),
        far(4, { mime: 'application/zip', size: 248_300_000, name: 'photos-of-the-roof.zip' }),
      ),
      sends('tom', hm(15, 6), film),
      sends('lena', hm(15, 8), far(5, { mime: 'audio/ogg', size: 912_000, name: '雨声 rain.oga' })),
      sends('tom', hm(15, 9), far(6, { mime: 'text/plain', size: 412, name: 'install\u202efdp.sh' })),
      sends(
        'lena',
        hm(15, 11),
        far(7, {
          mime: 'application/octet-stream',
          size: 31_000_000,
          name: 'a-very-long-name-that-goes-on-and-on-until-the-end.tar.zst',
        }),
        'still on its way',
        { state: 'waiting' },
      ),
    ],
  };
}

export function placesOf(scene: Scene): Place[] {
  if (scene === 'welcome' || scene === 'broken') return [];
  if (scene === 'host') {
    return [
      { id: 1, name: 'Kitchen', zh: '厨房', picture: 'room-kettle', members: [['lena', 'owner']], said: [] },
    ];
  }
  if (scene === 'empty') return [];
  return [
    kitchen(scene === 'offline', scene === 'owner'),
    grandma(scene === 'zh'),
    lesson(),
    ...(scene === 'group' ? [weekend()] : []),
    ...(scene === 'words' ? [workshop()] : []),
    ...(scene === 'files' ? [shed()] : []),
    {
      id: 4,
      name: 'Tom',
      picture: 'person-badger',
      peer: 'tom',
      members: all(['tom', 'lena'], 'tom'),
      said: [says('lena', hm(9, 12, -1), 'Did the seeds arrive?'), shows('tom', hm(18, 15), '')],
      unread: 1,
    },
    {
      id: 5,
      name: 'Sunday hikers',
      zh: '周日徒步',
      picture: 'room-tent',
      members: all(['ruth', 'tom', 'lena', 'finn'], 'ruth'),
      said: [says('ruth', hm(16, 20), 'Nine o’clock at the bridge, bring something warm')],
      draft: 'I can bring the stove if',
      hole: 40,
    },
    {
      id: 6,
      name: 'Studio Nord',
      zh: '北方工作室',
      picture: 'room-lantern',
      members: all(['jonas', 'lena', 'nadia', 'ida'], 'jonas'),
      said: [
        ...longAgo(90, ['jonas', 'nadia', 'ida'], hm(15, 40)),
        says('jonas', hm(15, 47), 'offer-v3.pdf'),
      ],
      unread: 12,
    },
    {
      id: 7,
      name: '陈老师',
      picture: 'person-deer',
      peer: 'teacher',
      members: all(['teacher', 'lena'], 'teacher'),
      said: [
        says('lena', hm(13, 58), '报告可以周五交吗？'),
        says('teacher', hm(14, 2), '好的，周五之前交就行'),
      ],
    },
    {
      id: 8,
      name: '读书会',
      picture: 'room-book',
      members: all(['li', 'lena', 'ming', 'yuki'], 'li'),
      said: [
        ...longAgo(200, ['li', 'ming', 'yuki'], hm(11, 0)),
        says('li', hm(11, 30), '这一章比上一章好读多了'),
      ],
      unread: 128,
      muted: true,
    },
    {
      id: 9,
      name: 'Allotment 12',
      zh: '12 号菜园',
      picture: 'room-sprout',
      members: all(['ruth', 'ann', 'lena'], 'ruth'),
      said: [says('ruth', hm(12, 5, -2), 'the water is back on')],
    },
    {
      id: 10,
      name: 'Ruth Weaver',
      picture: 'person-robin',
      peer: 'ruth',
      members: all(['ruth', 'lena'], 'ruth'),
      said: [
        says('ruth', hm(10, 2, -3), 'Put them deeper than it says on the bag'),
        says('lena', hm(10, 40, -3), 'thanks, I will try that'),
      ],
    },
    {
      id: 11,
      name: 'Choir',
      zh: '合唱团',
      picture: 'room-note',
      members: all(['ann', 'lena', 'omar'], 'ann'),
      said: [says('ann', hm(9, 30, -12), 'Brahms from the second page on')],
    },
  ];
}
