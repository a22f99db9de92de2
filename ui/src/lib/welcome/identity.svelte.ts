/** Who the person wants to be, while they decide. Nothing is wrong until they have tried to go on. */
import { people } from '../../assets/avatars/index.ts';
import type { Identity } from '../ipc/gen/Identity.ts';
import { handleFrom, handleIsValid } from './handle.ts';
import { PictureDraft } from './picture.svelte.ts';

/** The server states its own bounds after joining; these are the usual ones. */
const PASSWORD_MIN = 8;

export type IdentityFault = 'name' | 'handle' | 'password';

export class IdentityDraft {
  name = $state('');
  /** Empty: made from the name. */
  handle = $state('');
  /** Empty: none. */
  password = $state('');
  /** The fields beyond name and picture are shown. */
  more = $state(false);
  /** By chance, so that people who do not choose look different from each other. */
  readonly picture = new PictureDraft(people[Math.floor(Math.random() * people.length)]);
  #tried = $state(false);

  /** What the handle will be; empty while nothing can be made of the name. */
  handleShown = $derived(this.handle.trim() || handleFrom(this.name));

  faults = $derived.by((): IdentityFault[] => {
    const faults: IdentityFault[] = [];
    if (this.name.trim() === '') faults.push('name');
    if (this.handle.trim() !== '' && !handleIsValid(this.handle.trim())) faults.push('handle');
    if (this.password !== '' && Array.from(this.password).length < PASSWORD_MIN) faults.push('password');
    return faults;
  });

  readonly passwordMin = PASSWORD_MIN;

  /** Whether to tell about this fault now. */
  tells(fault: IdentityFault): boolean {
    return this.#tried && this.faults.includes(fault);
  }

  /** The decision, or null; then the faults are shown, and where they are hidden, uncovered. */
  take(): Identity | null {
    this.#tried = true;
    if (this.faults.some((fault) => fault !== 'name')) this.more = true;
    if (this.faults.length > 0) return null;
    return {
      name: this.name.trim(),
      handle: this.handle.trim() || null,
      picture: this.picture.choice,
      password: this.password || null,
    };
  }
}
