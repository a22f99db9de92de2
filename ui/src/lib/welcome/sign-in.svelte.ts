/** What is typed to sign in, and what is missing from it. */
import type { SignInCall } from '../ipc/gen/SignInCall.ts';
import { linkIn } from './link.ts';

export class SignInDraft {
  server = $state('');
  handle = $state('');
  password = $state('');
  #tried = $state(false);

  lacking = $derived({
    server: this.#tried && !this.server.trim(),
    handle: this.#tried && !this.handle.trim(),
    password: this.#tried && !this.password,
  });

  /** The call, or null; then what is missing is told. */
  take(): SignInCall | null {
    this.#tried = true;
    if (Object.values(this.lacking).some(Boolean)) return null;
    return {
      server: linkIn(this.server) ?? this.server.trim(),
      handle: this.handle.trim().replace(/^@/u, ''),
      password: this.password,
    };
  }
}
