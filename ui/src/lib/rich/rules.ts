/**
 * What chat adds to Markdown's inline rules: addresses and e-mail addresses written bare, and mentions. They are found
 * while the text is read, so that an underscore in an address is no emphasis.
 */
import type { MarkdownIt, StateInline } from 'markdown-it';

import { addressOf } from './address.ts';

/** Ends at white space, at brackets and quotes, and at the punctuation of Chinese and Japanese. */
const REST = /[^\s<>"'`|\\^{}[\]「」『』“”‘’（）《》〈〉【】〔〕，。；：？！、…·～]+/uy;
/** What ends a sentence, or closes emphasis, rather than an address. */
const TRAILING = /[.,;:!?…*_~]+$/u;
const SCHEME = /(?:^|[^a-z0-9+.-])(https?|hearth|mailto)$/iu;
const LOCAL_PART = /[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}$/iu;
const DOMAIN = /[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/iuy;
/** A handle, and what might follow it without a space in scripts that have none. */
const RUN = /[\p{Alphabetic}\p{N}._-]{1,33}/uy;
/** Letters of scripts whose words are divided by spaces, as far as capitals and digits tell. */
const SPACED = /[\p{Lowercase}\p{Uppercase}\p{N}@]$/u;

export function chatRules(md: MarkdownIt): void {
  md.inline.ruler.before('linkify', 'bare_address', bareAddress);
  md.inline.ruler.after('bare_address', 'bare_mail', bareMail);
  md.inline.ruler.after('bare_mail', 'mention', mention);
}

function at(pattern: RegExp, text: string, from: number): string {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0] ?? '';
}

function bareAddress(state: StateInline, silent: boolean): boolean {
  if (silent || state.linkLevel > 0 || state.src.charCodeAt(state.pos) !== 0x3a) return false;
  const scheme = SCHEME.exec(state.src.slice(Math.max(0, state.pos - 10), state.pos))?.[1];
  if (scheme === undefined || !state.pending.endsWith(scheme)) return false;
  const rest = trimmed(at(REST, state.src, state.pos + 1));
  if (!rest.startsWith('//') && scheme.toLowerCase() !== 'mailto') return false;
  return link(state, `${scheme}:${rest}`, scheme.length, 1 + rest.length);
}

function bareMail(state: StateInline, silent: boolean): boolean {
  if (silent || state.linkLevel > 0 || state.src.charCodeAt(state.pos) !== 0x40) return false;
  const local = LOCAL_PART.exec(state.src.slice(Math.max(0, state.pos - 64), state.pos))?.[0];
  // A part of it that was read as something else would make it another address.
  if (local === undefined || !state.pending.endsWith(local)) return false;
  const domain = at(DOMAIN, state.src, state.pos + 1).replace(/[.-]+$/u, '');
  if (!/\.[a-z]{2,}$|\.xn--/iu.test(domain)) return false;
  return link(state, `${local}@${domain}`, local.length, 1 + domain.length, 'mailto:');
}

/** Turns the last `before` characters and the next `after` ones into a link. */
function link(state: StateInline, text: string, before: number, after: number, prefix = ''): boolean {
  const href = prefix + text;
  if (addressOf(href) === null) return false;
  state.pending = state.pending.slice(0, state.pending.length - before);
  const open = state.push('link_open', 'a', 1);
  open.attrs = [['href', href]];
  open.info = 'auto';
  state.push('text', '', 0).content = text;
  state.push('link_close', 'a', -1).info = 'auto';
  state.pos += after;
  return true;
}

function trimmed(rest: string): string {
  let end = rest.replace(TRAILING, '');
  // A closing bracket belongs to the address only where it was opened in it.
  while (end.endsWith(')') && count(end, ')') > count(end, '(')) end = end.slice(0, -1).replace(TRAILING, '');
  return end;
}

const count = (text: string, sign: string): number => text.split(sign).length - 1;

function mention(state: StateInline, silent: boolean): boolean {
  if (silent || state.linkLevel > 0 || state.src.charCodeAt(state.pos) !== 0x40) return false;
  if (SPACED.test(state.src.slice(Math.max(0, state.pos - 2), state.pos))) return false;
  const run = at(RUN, state.src, state.pos + 1).replace(/[._-]+$/u, '');
  if (run === '') return false;
  state.push('mention', '', 0).content = run;
  state.pos += 1 + run.length;
  return true;
}
