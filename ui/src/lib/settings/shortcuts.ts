/** The keys that exist, for the page that shows them. A key is written as it stands on the keyboard. */
import { key } from '../i18n/i18n.svelte.ts';

export interface Shortcut {
  /** What it does. */
  does: string;
  /** Each a way to do it; keys pressed together. */
  ways: string[][];
}

export interface Group {
  title: string;
  shortcuts: Shortcut[];
}

export function shortcuts(enterSends: boolean): Group[] {
  const send = enterSends ? ['Enter'] : ['Ctrl', 'Enter'];
  const line = enterSends ? ['Shift', 'Enter'] : ['Enter'];
  return [
    {
      title: key('keys-anywhere'),
      shortcuts: [
        { does: key('keys-find'), ways: [['Ctrl', 'K']] },
        { does: key('keys-search'), ways: [['Ctrl', 'F']] },
        { does: key('keys-search-all'), ways: [['Ctrl', 'Shift', 'F']] },
        { does: key('keys-results'), ways: [['F3'], ['Shift', 'F3']] },
        {
          does: key('keys-next'),
          ways: [
            ['Alt', '↓'],
            ['Alt', '↑'],
          ],
        },
        {
          does: key('keys-next-unread'),
          ways: [
            ['Alt', 'Shift', '↓'],
            ['Alt', 'Shift', '↑'],
          ],
        },
        { does: key('keys-escape'), ways: [['Esc']] },
      ],
    },
    {
      title: key('keys-list'),
      shortcuts: [
        { does: key('keys-rows'), ways: [['↓'], ['↑'], ['Home'], ['End']] },
        { does: key('keys-open'), ways: [['Enter']] },
      ],
    },
    {
      title: key('keys-writing'),
      shortcuts: [
        { does: key('keys-send'), ways: [send] },
        { does: key('keys-line'), ways: [line] },
        { does: key('keys-edit'), ways: [['↑']] },
        { does: key('keys-take'), ways: [['Tab'], ['Enter']] },
        { does: key('keys-paste'), ways: [['Ctrl', 'V']] },
      ],
    },
    {
      title: key('keys-messages'),
      shortcuts: [
        { does: key('keys-into-messages'), ways: [['F6'], ['Shift', 'Tab']] },
        { does: key('keys-walk'), ways: [['↓'], ['↑']] },
        { does: key('keys-menu'), ways: [['Enter'], ['Shift', 'F10']] },
        { does: key('keys-back'), ways: [['Esc']] },
        { does: key('keys-day'), ways: [['Ctrl', 'G']] },
      ],
    },
  ];
}
