/** The second line of a row: who, and what, or the draft that waits here. */
import type { I18n } from '../i18n/i18n.svelte.ts';
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Summary } from '../ipc/gen/Summary.ts';
import type { UserId } from '../ipc/gen/UserId.ts';
import { oneLine } from '../rich/plain.ts';
import { noteWords } from '../timeline/notes.ts';

export interface Line {
  /** A name in ink, own words muted like the rest, a draft in red. */
  lead: { text: string; look: 'name' | 'you' | 'draft' } | null;
  text: string;
}

export function summaryLine(
  i18n: I18n,
  row: ConversationView,
  open: boolean,
  me: UserId,
  name: (user: UserId) => string,
): Line {
  const { t } = i18n;
  if (row.draft.trim() !== '' && !open)
    return { lead: { text: t('row-draft'), look: 'draft' }, text: row.draft.replaceAll(/\s+/gu, ' ') };
  const { summary } = row;
  if (!summary) return { lead: null, text: '' };
  const { what } = summary;
  if (what.kind === 'note')
    return {
      lead: null,
      text: noteWords(
        i18n,
        { author: summary.author, what: what.what },
        me,
        name,
        row.visibility === 'group',
      ),
    };
  const lead = summary.own
    ? ({ text: t('row-you'), look: 'you' } as const)
    : row.peer === null
      ? ({ text: t('row-by', { name: summary.author_name }), look: 'name' } as const)
      : null;
  return { lead, text: said(i18n, what) };
}

function said({ t }: I18n, what: Exclude<Summary['what'], { kind: 'note' }>): string {
  switch (what.kind) {
    case 'text':
      return oneLine(what.text);
    case 'sticker':
      return t('row-sticker');
    case 'picture':
      return what.caption ? t('row-picture-caption', { caption: oneLine(what.caption) }) : t('row-picture');
    case 'file':
      return t('row-file', { name: what.name });
    case 'deleted':
      return t('row-deleted');
    case 'newer':
      return t('row-newer');
  }
}
