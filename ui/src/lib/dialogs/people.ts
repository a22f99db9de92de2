/** People of a server, in the order and to the measure in which they are looked for. */
import type { Profile } from '../ipc/gen/Profile.ts';
import type { UserId } from '../ipc/gen/UserId.ts';

const folded = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();

/** Those whose name or handle holds the words; who begins with them comes first. Nobody brings a former member in. */
export function findPeople(
  people: Iterable<Profile>,
  query: string,
  without: ReadonlySet<UserId>,
): Profile[] {
  const wanted = folded(query.trim().replace(/^@/u, ''));
  const place = (person: Profile): number => {
    const name = folded(person.name);
    const handle = folded(person.handle);
    if (name.startsWith(wanted) || handle.startsWith(wanted)) return 0;
    return name.includes(wanted) || handle.includes(wanted) ? 1 : 2;
  };
  return [...people]
    .filter((person) => !person.former && !without.has(person.id))
    .map((person) => ({ person, place: place(person) }))
    .filter(({ place }) => place < 2)
    .sort((a, b) => a.place - b.place || a.person.name.localeCompare(b.person.name))
    .map(({ person }) => person);
}
