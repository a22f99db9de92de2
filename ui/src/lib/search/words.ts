/** What filters and hits say to whoever reads them. */
import type { HitView } from '../ipc/gen/HitView.ts';
import type { I18n } from '../i18n/i18n.svelte.ts';
import type { App } from '../state/app.svelte.ts';
import type { Pill } from './box.svelte.ts';
import type { Search } from './search.svelte.ts';
import { values, type ValueKind } from './filters.ts';

/** A pill in the window's language, with names as they are now. */
export function pillWords(app: App, pill: Pill): { name: string; value: string } {
  const { t } = app.i18n;
  const name = t(`search-filter-${pill.kind}`);
  return { name: pill.not ? t('search-not', { filter: name }) : name, value: valueWords(app, pill) };
}

function valueWords(app: App, { kind, value, people, conversations }: Pill): string {
  const { world, i18n, search } = app;
  const { account } = search;
  const [person, another] = people;
  const [conversation, further] = conversations;
  if (kind === 'from' && account && person !== undefined && another === undefined)
    return world.account(account)?.me.id === person
      ? i18n.t('you')
      : (world.person(account, person)?.name ?? value);
  if (kind === 'in' && account && conversation !== undefined && further === undefined)
    return world.row({ account, conversation })?.name ?? value;
  if (kind === 'has' || kind === 'is') return knownValue(kind, value, i18n.locale === 'zh-CN') ?? value;
  return value;
}

/** Whichever language it was written in, it is shown in the window's. */
function knownValue(kind: ValueKind, value: string, zh: boolean): string | undefined {
  const found = values[kind].find((each) => each.value === value.toLowerCase() || each.zh === value);
  return found && (zh ? found.zh : found.value);
}

/** What stands before a hit's words: what it is besides words. */
export function kindWords({ t }: I18n, { what }: HitView): string | null {
  switch (what.kind) {
    case 'text':
      return null;
    case 'picture':
      return t('search-picture');
    case 'file':
      return t('search-file');
    case 'sticker':
      return t('search-sticker');
    case 'newer':
      return t('row-newer');
  }
}

export const plainWords = ({ snippet }: HitView): string => snippet.map(({ text }) => text).join('');

/** How many there are; once one was gone to, which of them that is. */
export function countWords({ t, number }: I18n, search: Search): string {
  const count = search.found?.count;
  const n = count?.n ?? search.hits.length;
  const { place } = search;
  if (place > 0)
    return count?.more
      ? t('search-place-more', { at: number(place), count: number(n) })
      : t('search-place', { at: number(place), count: number(Math.max(n, place)) });
  return count?.more ? t('search-count-more', { count: number(n) }) : t('search-count', { count: n });
}
