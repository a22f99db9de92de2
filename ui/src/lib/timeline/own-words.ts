/** The words somebody wrote in a message, to copy; null where there are none. */
import type { Body } from '../ipc/gen/Body.ts';

export function ownWords(body: Body | null): string | null {
  if (body?.kind === 'text') return body.text;
  if (body?.kind === 'picture' || body?.kind === 'file') return body.caption || null;
  return null;
}
