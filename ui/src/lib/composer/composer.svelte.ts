/**
 * What is being written in one conversation: text, the message it answers, pictures in the tray. It keeps the draft
 * safe with the desk and sends in the order of pressing.
 */
import type { DraftView } from '../ipc/gen/DraftView.ts';
import type { Key } from '../ipc/gen/Key.ts';
import type { Message } from '../ipc/gen/Message.ts';
import type { MessageId } from '../ipc/gen/MessageId.ts';
import type { Picture } from '../ipc/gen/Picture.ts';
import type { StagedPicture } from '../ipc/gen/StagedPicture.ts';
import { asProblem, type Problem } from '../ipc/problem.ts';
import type { App } from '../state/app.svelte.ts';

const DRAFT_MS = 400;
const TYPING_MS = 3000;

/** A picture above the box, on its way into the account's store or there already. */
export class Staged {
  readonly id = crypto.randomUUID();
  picture = $state.raw<Picture | null>(null);
  problem = $state.raw<Problem | null>(null);
  caption = $state('');
}

export class Composer {
  readonly key: Key;
  readonly #app: App;
  readonly #sent: () => void;

  text = $state('');
  replyTo = $state.raw<Message | null>(null);
  tray = $state.raw<Staged[]>([]);

  /** Counts how often the keyboard was asked for; the box takes the focus when it grows. */
  wanted = $state(0);

  /** Nothing but whitespace is nothing. */
  empty = $derived.by(() => this.text.trim() === '' && this.tray.length === 0);
  /** Bytes that the server takes, less what is written. */
  left = $derived.by(() => {
    const limit = this.#app.world.account(this.key.account)?.limits.text_bytes;
    return limit === undefined ? Infinity : limit - new TextEncoder().encode(this.text).length;
  });
  ready = $derived.by(
    () =>
      !this.empty &&
      this.left >= 0 &&
      this.tray.every((staged) => staged.picture !== null || staged.problem !== null),
  );

  #touched = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #typedAt = -Infinity;
  /** Sends one after another, so that nothing overtakes. */
  #queue: Promise<unknown> = Promise.resolve();

  constructor(app: App, key: Key, sent: () => void) {
    this.#app = app;
    this.key = key;
    this.#sent = sent;
  }

  /** Takes up the draft, unless somebody was faster. */
  restore(draft: DraftView): void {
    if (this.#touched) return;
    this.text = draft.text;
    this.replyTo = draft.reply_to;
  }

  write(text: string): void {
    this.text = text;
    this.#touched = true;
    this.#schedule();
    if (text.trim() !== '') this.#typing();
  }

  reply(message: Message | null): void {
    this.replyTo = message;
    this.#touched = true;
    this.#schedule();
  }

  /** Writes the draft now. Resolves when the desk has it. */
  async flush(): Promise<void> {
    if (this.#timer === null) return;
    clearTimeout(this.#timer);
    this.#timer = null;
    const draft = {
      key: this.key,
      text: this.text,
      reply_to: this.replyTo?.id ?? null,
      attachments: [],
      edit: null,
    };
    await this.#app.attempt(this.#app.ipc.call('set_draft', draft));
  }

  send(): void {
    if (!this.ready) return;
    const text = this.text.trim();
    const replyTo = this.replyTo;
    const tray = this.tray.filter((staged) => staged.picture !== null);
    this.text = '';
    this.replyTo = null;
    this.tray = [];
    this.#touched = true;
    this.#schedule();
    void this.flush();

    // The words belong to the first picture, if it has none of its own.
    const first = tray[0];
    const asCaption = first && first.caption.trim() === '' && text !== '';
    if (asCaption) first.caption = text;
    let answer: MessageId | null = replyTo?.id ?? null;
    for (const { picture, caption } of tray) {
      if (!picture) continue;
      const reply_to = answer;
      answer = null;
      this.#enqueue(() =>
        this.#app.ipc.call('send_picture', { key: this.key, picture, caption: caption.trim(), reply_to }),
      );
    }
    if (text !== '' && !asCaption) {
      const reply_to = answer;
      this.#enqueue(
        () => this.#app.ipc.call('send_text', { key: this.key, text, reply_to }),
        () => {
          // It did not even reach the outbox: give the words back rather than lose them.
          if (this.text === '') this.write(text);
        },
      );
    }
    this.#sent();
  }

  sticker(set: string, name: string): void {
    const reply_to = this.replyTo?.id ?? null;
    if (this.replyTo) this.reply(null);
    this.#enqueue(() => this.#app.ipc.call('send_sticker', { key: this.key, set, name, reply_to }));
    this.#sent();
  }

  addFiles(files: Iterable<Blob>): void {
    for (const file of files)
      this.#stage(
        file
          .arrayBuffer()
          .then((bytes) => this.#app.ipc.stagePictureBytes(this.key.account, new Uint8Array(bytes))),
      );
  }

  addPaths(paths: string[]): void {
    const { account } = this.key;
    for (const path of paths) this.#stage(this.#app.ipc.call('stage_picture_file', { account, path }));
  }

  /** For a paste of which the web view was told nothing: the desk looks whether a picture was copied. */
  async addFromClipboard(): Promise<void> {
    const { account } = this.key;
    await this.#app.attempt(
      this.#app.ipc.call('paste_picture', { account }).then((staged) => {
        if (staged) this.#stage(Promise.resolve(staged));
      }),
    );
  }

  remove(staged: Staged): void {
    this.tray = this.tray.filter((each) => each !== staged);
  }

  #stage(work: Promise<StagedPicture>) {
    const staged = new Staged();
    this.tray = [...this.tray, staged];
    work.then(
      ({ picture }) => (staged.picture = picture),
      (error: unknown) => (staged.problem = asProblem(error)),
    );
  }

  #enqueue(work: () => Promise<unknown>, lost?: () => void) {
    this.#queue = this.#queue.then(async () => {
      if (!(await this.#app.attempt(work()))) lost?.();
    });
  }

  #schedule() {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), DRAFT_MS);
  }

  #typing() {
    const now = performance.now();
    if (now - this.#typedAt < TYPING_MS) return;
    this.#typedAt = now;
    // Nobody misses a typing mark that was lost.
    this.#app.ipc.call('typing', { key: this.key }).catch(() => undefined);
  }
}
