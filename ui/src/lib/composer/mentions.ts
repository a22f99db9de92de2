/** Who is meant by what stands after an `@`: by name, by handle, and Chinese names by their sound. */
import type { Profile } from '../ipc/gen/Profile.ts';
import type { Role } from '../ipc/gen/Role.ts';

/** Where a sound begins in a name, or null. */
export type Sounds = (name: string, sound: string) => number | null;

/** The words that call everyone; the server knows them all. */
const EVERYONE = ['room', 'all', '所有人'];

/** Whether `@room` is offered. The server decides again. */
export function mayCallEveryone(role: Role | null, peer: string | null): boolean {
  return peer === null && (role === 'owner' || role === 'admin' || role === 'member');
}

export function callsEveryone(query: string, soundsIn: Sounds): boolean {
  const wanted = fold(query);
  return EVERYONE.some((word) => word.startsWith(wanted) || soundsIn(word, wanted) === 0);
}

/** Those who fit, best first. An empty query fits everyone, in the order they came. */
export function findPeople(people: Profile[], query: string, soundsIn: Sounds): Profile[] {
  const wanted = fold(query);
  return people
    .map((person) => ({ person, rank: rankOf(person, wanted, soundsIn) }))
    .filter(({ rank }) => rank < NEVER)
    .sort((a, b) => a.rank - b.rank)
    .map(({ person }) => person);
}

const NEVER = 9;

function rankOf({ name, handle }: Profile, wanted: string, soundsIn: Sounds): number {
  if (wanted === '') return 0;
  const folded = fold(name);
  if (folded === wanted || handle === wanted) return 0;
  if (folded.startsWith(wanted)) return 1;
  if (handle.startsWith(wanted)) return 2;
  if (folded.split(/[\s._-]+/u).some((word) => word.startsWith(wanted))) return 3;
  const sound = soundsIn(name, wanted);
  if (sound !== null) return sound === 0 ? 2 : 4;
  return folded.includes(wanted) || handle.includes(wanted) ? 5 : NEVER;
}

/** Without case, accents and spaces at the ends: `Élodie` is found by `el`. */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}
