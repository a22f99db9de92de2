/**
 * Where a link goes, read the way the browser would read it. Only the web, mail and hearths are places one can go;
 * everything else is words.
 */
import { visible } from './controls.ts';

export interface Address {
  kind: 'web' | 'mail' | 'hearth';
  /** The whole address as it will be opened: hosts in ASCII, no white space, nothing hidden. */
  url: string;
  /** The host that answers, with its port; for mail, who gets it. */
  host: string;
}

/** Longer addresses are words. */
const LONGEST = 4096;

/** Null: no place to go. */
export function addressOf(written: string): Address | null {
  if (written.length > LONGEST) return null;
  let url: URL;
  try {
    // Without a base: what has no scheme of its own leads nowhere.
    url = new URL(written);
  } catch {
    return null;
  }
  switch (url.protocol) {
    case 'http:':
    case 'https:':
      return url.hostname === '' ? null : { kind: 'web', url: url.href, host: url.host };
    case 'mailto:': {
      const to = reads(url.pathname);
      // Subjects, bodies and attachments are for the reader to write.
      return to !== null && /^[^\s@,;]+@[^\s@,;]+$/u.test(to) && to === visible(to)
        ? { kind: 'mail', url: `mailto:${url.pathname}`, host: to }
        : null;
    }
    case 'hearth:':
      return url.host === '' ? null : { kind: 'hearth', url: url.href, host: url.host };
    default:
      return null;
  }
}

/** The conversation and the message that a link of a hearth names; null where it names something else. */
export function messagePlace(link: string): { conversation: string; message: string } | null {
  const id = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
  const found = new RegExp(`^hearth://[^/?#]+/m/(${id})/(${id})(?:[?#]|$)`, 'iu').exec(link);
  const [, conversation, message] = found ?? [];
  return conversation && message
    ? { conversation: conversation.toLowerCase(), message: message.toLowerCase() }
    : null;
}

function reads(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const LOOKS_LIKE_AN_ADDRESS =
  /^(?:(?<scheme>[a-z][a-z0-9+.-]*):\/\/)?(?:[^\s/?#@]*@)?(?<host>[^\s/?#@:]+\.[^\s/?#@:.]{2,})(?::\d+)?(?:[/?#]\S*)?$/iu;

/** Whether words over a link name another place than the one it goes to. */
export function deceives(label: string, to: Address): boolean {
  const shown = visible(label).trim();
  const named = LOOKS_LIKE_AN_ADDRESS.exec(shown)?.groups?.['host'];
  if (named === undefined) return false;
  if (to.kind === 'mail') return !to.host.toLowerCase().endsWith(named.toLowerCase());
  const host = hostOf(named);
  return host !== null && bare(host) !== bare(hostOf(to.host) ?? to.host);
}

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^www\./u, '')
    .replace(/\.$/u, '');

function hostOf(host: string): string | null {
  try {
    return new URL(`https://${host}`).hostname;
  } catch {
    return null;
  }
}

/** Whether the host is written in letters that ASCII does not have, so that one may stand for another. */
export function isForeign(to: Address): boolean {
  return to.host.split(/[.@]/u).some((label) => label.startsWith('xn--'));
}

/** Whether something before an `@` could be taken for the host. */
export function namesSomebody(to: Address): boolean {
  if (to.kind === 'mail') return false;
  const { username, password } = new URL(to.url);
  return username !== '' || password !== '';
}
