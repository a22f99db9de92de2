/** Which drawing stands for a file. The type is what its sender said, so it chooses a drawing and nothing else. */
import type { File } from '../ipc/gen/File.ts';
import type { IconName } from '../kit/icons.ts';

/** A film up to this size plays in its place; a longer one is a file. */
export const SHORT_FILM = 64_000_000;

export function iconOf({ mime }: File): IconName {
  if (mime.startsWith('image/')) return 'image';
  if (mime.startsWith('video/')) return 'film';
  if (mime.startsWith('audio/')) return 'sound';
  if (/zip|tar|rar|7z|compressed|gzip/u.test(mime)) return 'folder';
  return 'file';
}

export const isShortFilm = (file: File): boolean => file.video !== undefined && file.size <= SHORT_FILM;
