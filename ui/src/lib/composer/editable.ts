/** Which messages have words that their author may change. What was passed on stays as it was said. */
import type { Message } from '../ipc/gen/Message.ts';

export function canBeEdited({ own, body, forwarded }: Message): boolean {
  if (!own || forwarded || body === null) return false;
  return body.kind === 'text' || body.kind === 'picture' || body.kind === 'file';
}
