/**
 * What is being written in one conversation: text, the message it answers, what is in the tray, and beside all that an
 * own message that is being changed. It keeps the draft safe with the desk and sends in the order of pressing.
 */
import { withPoster } from '../files/poster.ts';
import type { Attachment } from '../ipc/gen/Attachment.ts';
import type { BlobId } from '../ipc/gen/BlobId.ts';
import type { Change } from '../ipc/gen/Change.ts';
import type { DraftView } from '../ipc/gen/DraftView.ts';
import type { EditView } from '../ipc/gen/EditView.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { Message } from '../ipc/gen/Message.ts';
import type { MessageId } from '../ipc/gen/MessageId.ts';
import { asProblem } from '../ipc/problem.ts';
import type { App } from '../state/app.svelte.ts';
import { ownWords } from '../timeline/own-words.ts';
import { Pace } from './pace.ts';
import { nameOf, nameOfAttachment, Staged } from './staged.svelte.ts';

const TYPING_MS = 3000;

export class Composer {
  readonly key: Key;
  readonly #app: App;
  readonly #sent: () => void;

  text = $state('');
  replyTo = $state.raw<Message | null>(null);
  tray = $state.raw<Staged[]>([]);
  /** What becomes of an own message. The rest waits beneath it until it is done. */
  editing = $state.raw<EditView | null>(null);
  /** The message that was emptied: does the person want it deleted? */
  emptied = $state.raw<Message | null>(null);

  /** Counts how often the keyboard was asked for; the box takes the focus when it grows. */
  wanted = $state(0);

  /** What stands in the box. */
  words = $derived.by(() => this.editing?.text ?? this.text);
  /** Nothing but whitespace is nothing. */
  empty = $derived.by(() => this.words.trim() === '' && (this.editing !== null || this.tray.length === 0));
  /** Bytes that the server takes, less what is written. */
  left = $derived.by(() => {
    const limit = this.#app.world.account(this.key.account)?.limits.text_bytes;
    return limit === undefined ? Infinity : limit - new TextEncoder().encode(this.words).length;
  });
  ready = $derived.by(
    () =>
      this.left >= 0 &&
      (this.editing !== null || (!this.empty && this.tray.every((staged) => staged.settled))),
  );

  readonly #pace: Pace;
  #touched = false;
  #typedAt = -Infinity;
  /** Sends one after another, so that nothing overtakes. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(app: App, key: Key, sent: () => void) {
    this.#app = app;
    this.key = key;
    this.#sent = sent;
    this.#pace = new Pace(() => this.#keep());
  }

  /**
   * Takes up the stored draft; null when it cannot be read. Somebody may have been faster: then what was stored comes first
   * and what was typed meanwhile after it, so neither is lost.
   */
  restore(draft: DraftView | null): void {
    if (draft) {
      this.text = [draft.text, this.text].filter((part) => part !== '').join('\n');
      this.replyTo ??= draft.reply_to;
      this.tray = [
        ...draft.attachments.map(({ caption, ...attachment }) => {
          const staged = new Staged(nameOfAttachment(attachment), attachment);
          staged.caption = caption;
          return staged;
        }),
        ...this.tray,
      ];
      if (!this.#touched) this.editing = draft.edit;
    }
    this.#pace.begin();
  }

  write(words: string): void {
    if (words === this.words) return;
    if (this.editing) this.editing = { ...this.editing, text: words };
    else this.text = words;
    this.#touch();
    if (!this.editing && words.trim() !== '') this.#typing();
  }

  reply(message: Message | null): void {
    if (message) this.leaveEdit();
    this.replyTo = message;
    this.#touch();
  }

  /** Begins to change an own message. What was being written is kept beneath. */
  edit(message: Message): void {
    this.editing = { message, text: ownWords(message.body) ?? '' };
    this.#touch();
    this.wanted += 1;
  }

  /** Out of an edit, else out of an answer. False when there was neither. */
  leave(): boolean {
    if (this.editing) this.leaveEdit();
    else if (this.replyTo) this.reply(null);
    else return false;
    return true;
  }

  leaveEdit(): void {
    if (!this.editing) return;
    this.editing = null;
    this.#touch();
  }

  /** Writes the draft now. Resolves when the desk has it. */
  flush(): Promise<void> {
    return this.#pace.flush();
  }

  send(): void {
    if (!this.ready) return;
    if (this.editing) this.#save(this.editing);
    else this.#post();
  }

  /** One of a set that ships with the app. The words in the box stay for later. */
  sticker(set: string, name: string): void {
    const reply_to = this.#takeAnswered();
    this.#enqueue(() => this.#app.ipc.call('send_sticker', { key: this.key, set, name, reply_to }));
    this.#sent();
  }

  ownSticker(blob: BlobId): void {
    const reply_to = this.#takeAnswered();
    this.#enqueue(() => this.#app.ipc.call('send_own_sticker', { key: this.key, blob, reply_to }));
    this.#sent();
  }

  /** The answer to `emptied`. */
  async deleteEmptied(): Promise<void> {
    const message = this.emptied;
    if (!message) return;
    await this.#app.ipc.call('delete_message', { key: this.key, message: message.id });
    if (this.editing?.message.id === message.id) this.leaveEdit();
  }

  /** What is taken in comes along; what is answered or changed may be deleted meanwhile, here or elsewhere. */
  follow(change: Change): void {
    if (change.change === 'staging') {
      const staged = this.tray.find((each) => each.id === change.staging);
      if (staged) staged.progress = { done: change.done, total: change.total };
      return;
    }
    const gone = (message: Message | undefined) =>
      message !== undefined &&
      ((change.change === 'item_gone' && change.message === message.id) ||
        (change.change === 'items' &&
          change.items.some(
            (item) => item.item === 'message' && item.id === message.id && item.body === null,
          )));
    if (gone(this.editing?.message)) this.leaveEdit();
    if (gone(this.replyTo ?? undefined)) this.reply(null);
  }

  /** Pictures that the web view handed over itself. */
  addFiles(files: Iterable<File>): void {
    for (const file of files)
      this.#stage(file.name, () =>
        file
          .arrayBuffer()
          .then((bytes) => this.#app.ipc.stagePictureBytes(this.key.account, new Uint8Array(bytes)))
          .then(({ picture }) => ({ kind: 'picture', picture })),
      );
  }

  /** Files of any type, by where they lie. */
  addPaths(paths: string[]): void {
    const { account } = this.key;
    for (const path of paths)
      this.#stage(
        nameOf(path),
        (staging) => this.#app.ipc.call('stage_file', { account, path, staging, as_file: false }),
        path,
      );
  }

  /** A picture as the file it is, or again as a picture that everyone sees at once. */
  async sendAsFile(staged: Staged, asFile: boolean): Promise<void> {
    const { path, attachment: before } = staged;
    if (path === null || before === null || staged.asFile === asFile) return;
    staged.asFile = asFile;
    staged.attachment = staged.other;
    staged.other = before;
    if (staged.attachment === null) {
      const { account } = this.key;
      const taken = this.#app.ipc
        .call('stage_file', { account, path, staging: staged.id, as_file: asFile })
        .then((attachment) => (staged.attachment = attachment));
      if (!(await this.#app.attempt(taken))) {
        staged.asFile = !asFile;
        staged.attachment = before;
        staged.other = null;
      }
    }
    if (this.tray.includes(staged)) this.#touch();
  }

  caption(staged: Staged, words: string): void {
    staged.caption = words;
    this.#touch();
  }

  /** For a paste of which the web view was told nothing: the desk looks what was copied. */
  async addFromClipboard(): Promise<void> {
    const { account } = this.key;
    await this.#app.attempt(
      (async () => {
        const paths = await this.#app.ipc.call('clipboard_files');
        if (paths.length > 0) {
          this.addPaths(paths);
          return;
        }
        const staged = await this.#app.ipc.call('paste_picture', { account });
        if (staged) this.#stage('', () => Promise.resolve({ kind: 'picture', picture: staged.picture }));
      })(),
    );
  }

  remove(staged: Staged): void {
    this.tray = this.tray.filter((each) => each !== staged);
    // What was called off is refused then, and nobody looks at it any more.
    if (!staged.settled) this.#app.ipc.call('cancel_staging', { staging: staged.id }).catch(() => undefined);
    this.#touch();
  }

  #takeAnswered(): MessageId | null {
    const answered = this.replyTo?.id ?? null;
    if (this.replyTo) this.reply(null);
    return answered;
  }

  #post() {
    const text = this.text.trim();
    const replyTo = this.replyTo;
    const tray = this.tray.filter((staged) => staged.attachment !== null);
    this.text = '';
    this.replyTo = null;
    this.tray = [];
    this.#touch();
    void this.flush();

    // The words belong to the first of the tray, if it has none of its own.
    const first = tray[0];
    const asCaption = first && first.caption.trim() === '' && text !== '';
    if (asCaption) first.caption = text;
    let answer: MessageId | null = replyTo?.id ?? null;
    for (const { attachment, caption } of tray) {
      if (!attachment) continue;
      const reply_to = answer;
      answer = null;
      this.#enqueue(() => this.#attach(attachment, caption.trim(), reply_to));
    }
    if (text !== '' && !asCaption) {
      const reply_to = answer;
      this.#enqueue(
        () => this.#app.ipc.call('send_text', { key: this.key, text, reply_to }),
        () => {
          // It did not even reach the outbox: give the words back rather than lose them.
          if (this.text === '' && !this.editing) this.write(text);
        },
      );
    }
    this.#sent();
  }

  #attach(attachment: Attachment, caption: string, reply_to: MessageId | null): Promise<MessageId> {
    const { key } = this;
    return attachment.kind === 'picture'
      ? this.#app.ipc.call('send_picture', { key, picture: attachment.picture, caption, reply_to })
      : this.#app.ipc.call('send_file', { key, file: attachment.file, caption, reply_to });
  }

  #save(edit: EditView) {
    const { message } = edit;
    const text = edit.text.trim();
    if (text === '' && message.body?.kind === 'text') {
      this.emptied = message;
      return;
    }
    this.leaveEdit();
    void this.flush();
    if (text === (ownWords(message.body) ?? '').trim()) return;
    this.#enqueue(
      () => this.#app.ipc.call('edit_message', { key: this.key, message: message.id, text }),
      () => {
        this.editing ??= edit;
      },
    );
  }

  #stage(name: string, work: (staging: string) => Promise<Attachment>, path: string | null = null) {
    const staged = new Staged(name, null, path);
    this.tray = [...this.tray, staged];
    work(staged.id).then(
      (attachment) => {
        staged.attachment = attachment;
        if (!this.tray.includes(staged)) return;
        this.#touch();
        void this.#dress(staged, attachment);
      },
      (error: unknown) => (staged.problem = asProblem(error)),
    );
  }

  /** A film gets its likeness when there is one; what is sent before goes without. */
  async #dress(staged: Staged, attachment: Attachment) {
    const dressed = await withPoster(this.#app.ipc, this.key.account, attachment);
    if (dressed === attachment || staged.attachment !== attachment || !this.tray.includes(staged)) return;
    staged.attachment = dressed;
    this.#touch();
  }

  #enqueue(work: () => Promise<unknown>, lost?: () => void) {
    this.#queue = this.#queue.then(async () => {
      if (!(await this.#app.attempt(work()))) lost?.();
    });
  }

  #touch() {
    this.#touched = true;
    this.#pace.touch();
  }

  #keep(): Promise<unknown> {
    const { key, text, editing } = this;
    return this.#app.attempt(
      this.#app.ipc.call('set_draft', {
        key,
        text,
        reply_to: this.replyTo?.id ?? null,
        attachments: this.tray.flatMap(({ attachment, caption }) =>
          attachment ? { ...attachment, caption } : [],
        ),
        edit: editing && { message: editing.message.id, text: editing.text },
      }),
    );
  }

  #typing() {
    const now = performance.now();
    if (now - this.#typedAt < TYPING_MS) return;
    this.#typedAt = now;
    // Nobody misses a typing mark that was lost.
    this.#app.ipc.call('typing', { key: this.key }).catch(() => undefined);
  }
}
