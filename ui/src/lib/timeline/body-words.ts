/** A message in one line of words: for quotes, for reading out, for the clipboard. */
import { stickers } from '../../assets/stickers/index.ts';
import type { I18n } from '../i18n/i18n.svelte.ts';
import type { Body } from '../ipc/gen/Body.ts';
import { oneLine } from '../rich/plain.ts';

export function bodyWords(i18n: I18n, body: Body | null, gone: string): string {
  if (body === null) return gone;
  const { t } = i18n;
  switch (body.kind) {
    case 'text':
      return oneLine(body.text);
    case 'sticker':
      return stickerWords(i18n, body.name);
    case 'picture':
      return body.caption ? t('row-picture-caption', { caption: oneLine(body.caption) }) : t('row-picture');
    case 'file':
      return body.caption
        ? t('row-file-caption', { name: body.file.name, caption: body.caption })
        : t('row-file', { name: body.file.name });
    case '?':
      return t('row-newer');
  }
}

/** What a sticker says to those who cannot see it. */
export function stickerWords({ t }: I18n, name: string): string {
  const known: readonly string[] = stickers;
  return known.includes(name) ? t(`sticker-${name}`) : t('message-sticker-new');
}
