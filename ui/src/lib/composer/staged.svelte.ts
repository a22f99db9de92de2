/** Something above the box, on its way into the account's store or there already. */
import type { Attachment } from '../ipc/gen/Attachment.ts';
import type { Problem } from '../ipc/problem.ts';

export class Staged {
  readonly id = crypto.randomUUID();
  attachment = $state.raw<Attachment | null>(null);
  problem = $state.raw<Problem | null>(null);
  caption = $state('');

  constructor(attachment: Attachment | null = null) {
    this.attachment = attachment;
  }

  /** Nothing is under way with it any more. */
  get settled(): boolean {
    return this.attachment !== null || this.problem !== null;
  }
}
