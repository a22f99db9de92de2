/**
 * An invite or device link, while it is pasted and looked at. Looking asks the server what the link opens, so it waits
 * until the text has stood still for a moment, and an answer to an older text is not shown.
 */
import type { LinkPreview } from '../ipc/gen/LinkPreview.ts';
import type { Ipc } from '../ipc/ipc.ts';
import { asProblem, type Problem } from '../ipc/problem.ts';
import { linkIn } from './link.ts';

const STILL_MS = 250;

export class LinkLook {
  readonly #ipc: Ipc;
  #round = 0;
  #still: ReturnType<typeof setTimeout> | undefined;
  /** What `preview` and `problem` are about. */
  #about = '';

  text = $state('');
  looking = $state(false);
  preview = $state.raw<LinkPreview | null>(null);
  problem = $state.raw<Problem | null>(null);
  /** They went on without a link. */
  missing = $state(false);

  constructor(ipc: Ipc, link: string | null) {
    this.#ipc = ipc;
    if (link) {
      this.text = link;
      void this.look();
    }
  }

  /** The link itself, without the words it may have come with. */
  get link(): string {
    return linkIn(this.text) ?? this.text.trim();
  }

  /** The text has changed. */
  typed() {
    this.#forget();
    if (linkIn(this.text)) this.#still = setTimeout(() => void this.look(), STILL_MS);
  }

  clear() {
    this.text = '';
    this.#forget();
  }

  /** What the link opens; null where it opens nothing, and `problem` or `missing` says why. */
  async look(): Promise<LinkPreview | null> {
    clearTimeout(this.#still);
    const link = this.link;
    this.missing = link === '';
    if (link === '') return null;
    if (link === this.#about && this.preview) return this.preview;
    const round = ++this.#round;
    this.#about = link;
    this.problem = null;
    this.preview = null;
    this.looking = true;
    try {
      const preview = await this.#ipc.call('look_at_link', { link });
      if (round !== this.#round) return null;
      this.preview = preview;
      return preview;
    } catch (error) {
      if (round === this.#round) this.problem = asProblem(error);
      return null;
    } finally {
      if (round === this.#round) this.looking = false;
    }
  }

  #forget() {
    clearTimeout(this.#still);
    this.#round += 1;
    this.#about = '';
    this.preview = null;
    this.problem = null;
    this.missing = false;
    this.looking = false;
  }
}
