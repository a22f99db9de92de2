/** Looking for something, and how much of the past is here. */
import type { CoverageView } from '../../gen/CoverageView.ts';
import type { SearchCall } from '../../gen/SearchCall.ts';
import type { SearchResults } from '../../gen/SearchResults.ts';
import { everyone, profileOf, userOf } from '../cast.ts';
import { fits, hitOf, partsOf, type Names } from '../finder.ts';
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

const COUNT_UP_TO = 1000;

export const finding = (world: World) =>
  ({
    search: (call) => search(world, call),
    coverage: ({ here }) => coverageOf(world, here),
    fetch_rest: ({ account, here }) => {
      world.fetched.add(here);
      world.tell({ change: 'coverage', account, here, coverage: coverageOf(world, here) });
      return null;
    },
  }) satisfies Partial<Answers>;

function search(world: World, { text, here, order, after, limit }: SearchCall): SearchResults {
  const names = namesIn(world);
  const parts = partsOf(text, names);
  const nothing = { next: null, count: null, files: [], people: [], conversations: [], indexing: null };
  if (!parts.some(({ known }) => known)) return { parts, hits: [], ...nothing };
  const all = [...world.conversations.values()]
    .filter(({ view }) => here === null || view.conversation === here)
    .flatMap(({ view, items }) =>
      items.flatMap((item) => (item.item === 'message' && fits(item, parts, view.read) ? [item] : [])),
    )
    .sort((a, b) => b.at - a.at || (b.seq ?? 0) - (a.seq ?? 0))
    .map((message) => hitOf(message, parts));
  const marked = ({ snippet }: (typeof all)[number]) => snippet.filter(({ hit }) => hit).length;
  if (order === 'best') all.sort((a, b) => marked(b) - marked(a));
  const from = Number(after ?? 0);
  const page = {
    parts,
    hits: all.slice(from, from + limit),
    ...nothing,
    next: from + limit < all.length ? String(from + limit) : null,
    indexing: world.scene === 'empty' ? { done: 1, total: 2 } : null,
  };
  if (after !== null) return page;
  const asked = parts.filter(({ what }) => what === 'word' || what === 'phrase').map(({ value }) => value);
  return {
    ...page,
    count: { n: Math.min(all.length, COUNT_UP_TO), more: all.length > COUNT_UP_TO },
    files: parts.some(({ what }) => what === 'has')
      ? []
      : all.filter(({ what }) => what.kind === 'file' || what.kind === 'picture').slice(0, 5),
    people: here === null && asked.length > 0 ? names.people(asked.join(' ')) : [],
    conversations: here === null && asked.length > 0 ? names.conversations(asked.join(' ')) : [],
  };
}

function namesIn(world: World): Names {
  const begins = (name: string, wanted: string) => name.toLowerCase().startsWith(wanted.toLowerCase());
  return {
    people: (name) => {
      if (name === '') return [];
      if (/^(?:me|我)$/iu.test(name)) return [userOf('lena')];
      return everyone.flatMap((who) => {
        const profile = profileOf(who, world.zh);
        return begins(profile.name, name) || profile.handle === name.toLowerCase() ? [profile.id] : [];
      });
    },
    conversations: (name) =>
      name === ''
        ? []
        : [...world.conversations.values()].flatMap(({ view }) =>
            begins(view.name, name) ? [view.conversation] : [],
          ),
  };
}

/** All is here but what stands behind a hole; asked for, it is on its way. */
function coverageOf(world: World, here: string | null): CoverageView {
  const some = [...world.conversations.values()].filter(
    ({ view }) => here === null || view.conversation === here,
  );
  const all = some.reduce((sum, { view }) => sum + view.head, 0);
  const missing = some.reduce(
    (sum, { items }) =>
      sum + items.reduce((gone, item) => gone + (item.item === 'hole' ? item.to - item.from + 1 : 0), 0),
    0,
  );
  const first = Math.min(
    ...some.flatMap(({ items }) => items.flatMap((item) => (item.item === 'message' ? [item.at] : []))),
  );
  const offline = world.account.connection.state !== 'connected';
  return {
    complete: missing === 0,
    since: Number.isFinite(first) ? first : null,
    here: all - missing,
    all,
    fetching: missing > 0 && !offline && world.fetched.has(here),
    paused: missing === 0 || world.fetched.has(here) ? null : offline ? 'offline' : 'battery',
  };
}
