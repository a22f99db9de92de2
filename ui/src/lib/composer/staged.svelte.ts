/** Something above the box, on its way into the account's store or there already. */
import type { Attachment } from '../ipc/gen/Attachment.ts';
import type { Problem } from '../ipc/problem.ts';

export class Staged {
  readonly id = crypto.randomUUID();
  /** What it is called until it is there. */
  readonly name: string;
  /** Where it lies on this computer; null where that is not known (any more). */
  readonly path: string | null;
  attachment = $state.raw<Attachment | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** How much of it has been taken in, in bytes; null until something is known. */
  progress = $state.raw<{ done: number; total: number } | null>(null);
  caption = $state('');
  /** A picture that goes as the file it is, not made smaller. */
  asFile = $state(false);
  /** What it would be the other way, where that was made already. */
  other: Attachment | null = null;

  constructor(name: string, attachment: Attachment | null = null, path: string | null = null) {
    this.name = name;
    this.attachment = attachment;
    this.path = path;
  }

  /** Whether the person may choose between a picture and a file. */
  get choosable(): boolean {
    return this.path !== null && (this.asFile || this.attachment?.kind === 'picture');
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
