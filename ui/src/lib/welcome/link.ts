/** How a link and what it opens are put into words. What is in a link is the desk's to read, not ours. */
import type { LinkPreview } from '../ipc/gen/LinkPreview.ts';

/** The first Hearth link in a text, since invites are often copied with the sentence around them. */
export function linkIn(text: string): string | null {
  return /hearth:\/\/[^\s<>"'“”‘’，。；（）「」]+/iu.exec(text)?.[0].replace(/[.,;:!?)]+$/u, '') ?? null;
}

/** The sentence under the server's name. */
export function sentenceOf(preview: LinkPreview): { id: string; words: Record<string, string> } {
  const { from, room } = preview;
  if (preview.account !== undefined) return { id: 'welcome-invite-known', words: {} };
  switch (preview.purpose) {
    case 'device':
      return { id: 'welcome-invite-device', words: {} };
    case 'sign_in':
      return { id: 'welcome-invite-sign-in', words: {} };
    case 'join':
      if (from && room) return { id: 'welcome-invite-from-to', words: { from, room } };
      if (from) return { id: 'welcome-invite-from', words: { from } };
      if (room) return { id: 'welcome-invite-to', words: { room } };
      return { id: 'welcome-invite-server', words: {} };
  }
}
