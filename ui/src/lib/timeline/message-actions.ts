/** What can be done with a message, and by whom. The server decides; what it would refuse is not offered. */
import { canBeEdited } from '../composer/editable.ts';
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import type { Message } from '../ipc/gen/Message.ts';
import type { Right } from '../ipc/gen/rights.ts';
import { copyText } from '../kit/clipboard.ts';
import type { Action } from '../kit/Menu.svelte';
import type { App } from '../state/app.svelte.ts';
import type { Room } from '../state/room.svelte.ts';
import { may } from '../people/rights.ts';
import { ownWords } from './own-words.ts';

const leads = (row: ConversationView): boolean => row.role === 'owner' || row.role === 'admin';

/** Whether one may write there at all. Slow mode and silence pass, so they do not count. */
export function mayWrite(row: ConversationView): boolean {
  return !row.archived && may('post', row) && (row.posting === 'everyone' || leads(row));
}

/** The table's answer, in a conversation that is not put away for good. */
function mayThere(right: Right, room: Room): boolean {
  return room.view !== undefined && !room.view.archived && may(right, room.view);
}

export const mayReact = (room: Room): boolean => mayThere('react', room);
export const mayPin = (room: Room): boolean => mayThere('pin', room);

function mayDelete(room: Room, message: Message): boolean {
  return isSaid(message) && mayThere(message.own ? 'redact_own' : 'redact_any', room);
}

/** Whether it stands on the server and says something. */
export const isSaid = (message: Message): boolean => message.seq !== null && message.body !== null;

/** The card of who wrote it, over their picture where that stands beside the message, else over the message. */
function meetAuthor(app: App, room: Room, message: Message) {
  const drawn = document.querySelector(`[data-message="${CSS.escape(message.id)}"]`);
  const anchor =
    drawn?.querySelector<HTMLElement>('[data-author]') ?? drawn?.querySelector<HTMLElement>('[data-bubble]');
  if (anchor) app.meet(room.key.account, message.author, anchor, room.key);
}

export function messageActions(app: App, room: Room, message: Message): Action[] {
  const t = app.i18n.t;
  const { body } = message;
  const said = isSaid(message);
  const actions: Action[] = [];
  const add = (wanted: boolean, action: Action) => wanted && actions.push(action);

  add(said && room.view !== undefined && mayWrite(room.view), {
    label: t('message-reply'),
    icon: 'reply',
    run: () => room.reply(message),
  });
  add(canBeEdited(message) && mayReact(room) && message.send.state !== 'waiting', {
    label: t('message-edit'),
    icon: 'compose',
    run: () => room.edit(message),
  });
  const words = ownWords(body);
  add(words !== null, { label: t('message-copy'), icon: 'copy', run: () => void copyText(words ?? '') });
  add(message.seq !== null, {
    label: t('message-copy-link'),
    icon: 'link',
    run: () => void room.acts.copyLink(message),
  });
  add(said, {
    label: t('message-forward'),
    icon: 'forward',
    run: () => (app.sheet = { sheet: 'forward', key: room.key, message }),
  });
  if (body?.kind === 'picture') {
    const { blob, name } = body.picture;
    const { account } = room.key;
    actions.push({
      label: t('picture-save'),
      icon: 'save',
      run: () => void app.attempt(app.ipc.call('save_picture', { account, blob, name: name ?? '' })),
    });
  }
  const shown = body?.kind === 'picture' || body?.kind === 'sticker' ? body.picture : undefined;
  if (shown)
    actions.push({
      label: t('file-add-sticker'),
      icon: 'sticker',
      run: () =>
        void app.attempt(app.ipc.call('add_sticker', { account: room.key.account, blob: shown.blob })),
    });
  add(said && mayPin(room), {
    label: t(message.pinned ? 'message-unpin' : 'message-pin'),
    icon: 'pin',
    run: () => room.acts.pin(message, !message.pinned),
  });
  add(message.seq !== null && room.view?.role !== null, {
    label: t('message-mark-unread'),
    icon: 'unread',
    run: () => void room.acts.markUnread(message),
  });
  add(!message.own, {
    label: t('person-about', {
      name: app.world.person(room.key.account, message.author)?.name ?? t('someone'),
    }),
    icon: 'user',
    run: () => meetAuthor(app, room, message),
  });
  add(message.seq !== null, {
    label: t('message-details'),
    icon: 'info',
    run: () => (app.panel = { panel: 'details', message: message.id }),
  });
  add(message.send.state === 'failed' || message.edit?.state === 'failed', {
    label: t('retry'),
    icon: 'retry',
    run: () => room.acts.retry(message),
  });
  add(message.seq !== null && message.edit !== null, {
    label: t('message-discard-edit'),
    icon: 'x',
    run: () => room.acts.discard(message),
  });
  add(message.send.state !== 'sent', {
    label: t('message-discard'),
    icon: 'trash',
    bad: true,
    apart: true,
    run: () => room.acts.discard(message),
  });
  add(mayDelete(room, message), {
    label: t('message-delete'),
    icon: 'trash',
    bad: true,
    apart: true,
    run: () => (app.sheet = { sheet: 'delete_message', key: room.key, message }),
  });
  return actions;
}
