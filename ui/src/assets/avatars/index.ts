// The drawn pictures that ship with the app. Each name is a file in this folder and goes over the wire as it is written
// here, so a name is never taken away or given another drawing.

/** Pictures of people, round, in the order they are offered. */
export const people = [
  'person-cat',
  'person-fox',
  'person-bear',
  'person-owl',
  'person-hare',
  'person-badger',
  'person-panda',
  'person-robin',
  'person-frog',
  'person-deer',
  'person-hedgehog',
  'person-penguin',
] as const;

/** Pictures of rooms, rounded squares, in the order they are offered. */
export const rooms = [
  'room-kettle',
  'room-lantern',
  'room-tent',
  'room-book',
  'room-mug',
  'room-steamer',
  'room-sprout',
  'room-note',
  'room-compass',
  'room-atom',
] as const;

export type PersonPicture = (typeof people)[number];
export type RoomPicture = (typeof rooms)[number];

// Addresses only, so what is not shown costs the first paint nothing.
const files = import.meta.glob<string>('./*.svg', { eager: true, query: '?url', import: 'default' });

/** Where a drawing is, or undefined for a name that this version does not have. */
export function drawnAvatar(name: string): string | undefined {
  return files[`./${name}.svg`];
}
