/** What drawn words need of the place they stand in. */
import type { Profile } from '../ipc/gen/Profile.ts';
import type { UserId } from '../ipc/gen/UserId.ts';
import type { Address } from './address.ts';

export interface Surroundings {
  /** Those who can be mentioned, by handle. */
  people: ReadonlyMap<string, Profile>;
  me: UserId;
  /** Whether `@room` means everyone here. */
  everyone: boolean;
  /** Somebody wants to go there; `label` is what they pressed on. */
  go: (to: Address, label: string) => void;
  /** Somebody wants to know who that is. */
  meet: (user: UserId, anchor: HTMLElement) => void;
}
