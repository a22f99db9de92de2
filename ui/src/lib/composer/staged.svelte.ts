/** Something above the box, on its way into the account's store or there already. */
import type { Attachment } from '../ipc/gen/Attachment.ts';
import type { Problem } from '../ipc/problem.ts';

export class Staged {
  readonly id = crypto.randomUUID();
  /** What it is called until it is there. */
  readonly name: string;
  attachment = $state.raw<Attachment | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** How much of it has been taken in, in bytes; null until something is known. */
  progress = $state.raw<{ done: number; total: number } | null>(null);
  caption = $state('');

  constructor(name: string, attachment: Attachment | null = null) {
    this.name = name;
    this.attachment = attachment;
  }

  /** Nothing is under way with it any more. */
  get settled(): boolean {
    return this.attachment !== null || this.problem !== null;
  }
}

/** A file's own name, from its path on any system. */
export const nameOf = (path: string): string => path.split(/[/\\]/u).at(-1) ?? path;

/** What an attachment is called. */
export const nameOfAttachment = (attachment: Attachment): string =>
  attachment.kind === 'file' ? attachment.file.name : (attachment.picture.name ?? '');
