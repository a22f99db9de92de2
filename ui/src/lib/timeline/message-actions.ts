/** What can be done with a message, from its menu. */
import type { Message } from '../ipc/gen/Message.ts';
import { copyText } from '../kit/clipboard.ts';
import type { Action } from '../kit/Menu.svelte';
import type { App } from '../state/app.svelte.ts';
import type { Room } from '../state/room.svelte.ts';
import { ownWords } from './own-words.ts';

export function messageActions(app: App, room: Room, message: Message): Action[] {
  const t = app.i18n.t;
  const { body } = message;
  const actions: Action[] = [];
  if (body && message.seq !== null)
    actions.push({ label: t('message-reply'), icon: 'reply', run: () => room.reply(message) });
  const words = ownWords(body);
  if (words) actions.push({ label: t('message-copy'), icon: 'copy', run: () => void copyText(words) });
  if (body?.kind === 'picture') {
    const { blob, name } = body.picture;
    const { account } = room.key;
    actions.push({
      label: t('picture-save'),
      icon: 'save',
      run: () => void app.attempt(app.ipc.call('save_picture', { account, blob, name: name ?? '' })),
    });
  }
  if (message.send.state === 'failed')
    actions.push({ label: t('retry'), icon: 'retry', run: () => room.retry(message.id) });
  if (message.send.state !== 'sent')
    actions.push({
      label: t('message-discard'),
      icon: 'trash',
      bad: true,
      apart: true,
      run: () => room.discard(message.id),
    });
  return actions;
}
