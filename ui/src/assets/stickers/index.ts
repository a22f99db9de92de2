// The stickers that ship with the app, drawn 160 x 160 with a white die-cut rim of 6. Each name is a file in this folder
// and goes over the wire as it is written here, so a name is never taken away or given another meaning.
// Words inside a sticker are outlines of Noto Sans (SIL Open Font License): a picture cannot bring a font along.
// What a sticker says to those who cannot see it is the message `sticker-NAME` in i18n.

/** The set these names belong to. */
export const set = 'hearth';

/** In the order they are offered. */
export const stickers = [
  'morning',
  'dinner',
  'on-my-way',
  'ok',
  'thumbs-up',
  'thanks',
  'love',
  'hug',
  'heart',
  'laugh',
  'cheer',
  'keep-going',
  'luck',
  'congrats',
  'birthday',
  'done',
  'tea',
  'break',
  'back-soon',
  'thinking',
  'sorry',
  'crying',
  'cold',
  'good-night',
] as const;

export type StickerName = (typeof stickers)[number];

// Addresses only, so what is not shown costs the first paint nothing.
const files = import.meta.glob<string>('./*.svg', { eager: true, query: '?url', import: 'default' });

/** Where a sticker is, or undefined for a name that this version does not have. */
export function stickerUrl(name: string): string | undefined {
  return files[`./${name}.svg`];
}
