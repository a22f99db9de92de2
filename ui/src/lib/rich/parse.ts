/**
 * Reads Markdown source into a tree. Whatever is written, the answer comes soon and is small: what is too long, too deep
 * or too much of everything is taken as plain words. Nothing is fetched, run or made into markup here.
 */
import MarkdownIt, { type Token } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';

import { addressOf } from './address.ts';
import { literal, plainWords } from './controls.ts';
import { chatRules } from './rules.ts';
import type { Block, Inline, ListItem, Tree } from './tree.ts';

/** Characters. The server takes less; this holds for whatever comes from anywhere. */
const LONGEST = 65_536;
/** Of the tree that is drawn. */
const NODES = 1000;
/** Blocks inside blocks, and marks inside marks. */
const DEPTH = 10;
const INLINE_DEPTH = 12;

const reader = new MarkdownIt({ html: false, linkify: false, breaks: true, maxNesting: 60 })
  .use(cjkFriendly)
  .use(chatRules)
  // What is indented is no code, a definition is no hidden line, an underline no heading: chat is typed as it comes.
  .disable(['code', 'reference', 'lheading', 'entity', 'html_block', 'html_inline', 'linkify']);
reader.validateLink = (url) => addressOf(url) !== null;
reader.normalizeLink = (url) => url;
reader.normalizeLinkText = (url) => url;

/** Trees of what was read last. Bounded: the oldest goes. The text itself is the key, so an edit can never show the old. */
const known = new Map<string, Tree>();
const KEPT = 600;

export function parse(source: string): Tree {
  const before = known.get(source);
  if (before) {
    known.delete(source);
    known.set(source, before);
    return before;
  }
  const tree = read(source);
  known.set(source, tree);
  if (known.size > KEPT) {
    const oldest = known.keys().next();
    if (!oldest.done) known.delete(oldest.value);
  }
  return tree;
}

class TooMuch extends Error {}

function read(source: string): Tree {
  if (source.length > LONGEST) return plain(source.slice(0, LONGEST));
  try {
    return { blocks: new Builder(reader.parse(source, {})).blocks(), plain: false };
  } catch (error) {
    if (error instanceof TooMuch) return plain(source);
    throw error;
  }
}

const plain = (source: string): Tree => ({
  blocks: [{ block: 'paragraph', children: [{ inline: 'text', text: plainWords(source) }] }],
  plain: true,
});

/** Makes the tree of the flat list of tokens. */
class Builder {
  readonly #tokens: Token[];
  #at = 0;
  #nodes = 0;

  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }

  #count(): void {
    this.#nodes += 1;
    if (this.#nodes > NODES) throw new TooMuch();
  }

  /** Up to the token that closes what was open, which is taken too. */
  blocks(close?: string, depth = 0): Block[] {
    if (depth > DEPTH) throw new TooMuch();
    const blocks: Block[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (!token) return blocks;
      this.#at += 1;
      if (token.type === close) return blocks;
      const block = this.#block(token, depth);
      if (block) {
        this.#count();
        blocks.push(block);
      }
    }
  }

  #block(token: Token, depth: number): Block | null {
    switch (token.type) {
      case 'paragraph_open':
        return { block: 'paragraph', children: this.#line('paragraph_close') };
      case 'heading_open':
        return {
          block: 'heading',
          level: Number(token.tag.slice(1)),
          children: this.#line('heading_close'),
        };
      case 'fence':
        return {
          block: 'code',
          language: /^[\w+#.-]{1,24}/u.exec(token.info.trim())?.[0].toLowerCase() ?? '',
          text: literal(token.content.replace(/\n$/u, '')),
        };
      case 'blockquote_open':
        return { block: 'quote', blocks: this.blocks('blockquote_close', depth + 1) };
      case 'bullet_list_open':
        return { block: 'list', start: null, items: this.#items('bullet_list_close', depth + 1) };
      case 'ordered_list_open':
        return {
          block: 'list',
          start: Number(token.attrGet('start') ?? 1),
          items: this.#items('ordered_list_close', depth + 1),
        };
      case 'table_open':
        return this.#table();
      case 'hr':
        return { block: 'rule' };
      default:
        return null;
    }
  }

  #line(close: string): Inline[] {
    let children: Inline[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (!token) return children;
      this.#at += 1;
      if (token.type === close) return children;
      if (token.type === 'inline') children = this.#inlines(new Marks(token.children ?? []), null, 0);
    }
  }

  #items(close: string, depth: number): ListItem[] {
    const items: ListItem[] = [];
    for (;;) {
      const token = this.#tokens[this.#at];
      if (!token) return items;
      this.#at += 1;
      if (token.type === close) return items;
      if (token.type !== 'list_item_open') continue;
      this.#count();
      items.push(asTask(this.blocks('list_item_close', depth)));
    }
  }

  #table(): Block {
    const head: Inline[][] = [];
    const rows: Inline[][][] = [];
    let row = head;
    for (;;) {
      const token = this.#tokens[this.#at];
      if (!token) break;
      this.#at += 1;
      if (token.type === 'table_close') break;
      if (token.type === 'tr_open' && head.length > 0) rows.push((row = []));
      if (token.type === 'th_open' || token.type === 'td_open') {
        this.#count();
        row.push(this.#line(token.type.replace('open', 'close')));
      }
    }
    return { block: 'table', head, rows };
  }

  #inlines(marks: Marks, close: string | null, depth: number): Inline[] {
    const children: Inline[] = [];
    for (let token = marks.next(); token && token.type !== close; token = marks.next()) {
      // Deeper marks than anybody sees are left out; their words are not.
      const into = depth >= INLINE_DEPTH ? null : this.#mark(token, marks, depth);
      if (into) {
        this.#count();
        children.push(into);
        continue;
      }
      const text = wordsOf(token);
      const last = children.at(-1);
      if (text === '') continue;
      if (last?.inline === 'text') last.text += text;
      else {
        this.#count();
        children.push({ inline: 'text', text });
      }
    }
    return children;
  }

  /** Null where it is only words. */
  #mark(token: Token, marks: Marks, depth: number): Inline | null {
    switch (token.type) {
      case 'strong_open':
        return { inline: 'strong', children: this.#inlines(marks, 'strong_close', depth + 1) };
      case 'em_open':
        return { inline: 'em', children: this.#inlines(marks, 'em_close', depth + 1) };
      case 's_open':
        return { inline: 'strike', children: this.#inlines(marks, 's_close', depth + 1) };
      case 'code_inline':
        return { inline: 'code', text: literal(token.content) };
      case 'mention':
        return { inline: 'mention', run: token.content };
      case 'link_open': {
        const to = addressOf(String(token.attrGet('href') ?? ''));
        const bare = token.info === 'auto';
        const children = this.#inlines(marks, 'link_close', depth + 1);
        // It was looked at before it became a token, so there is always somewhere to go.
        if (!to) return { inline: 'strong', children };
        return { inline: 'link', to, bare, children: children.length > 0 ? children : asWritten(to) };
      }
      case 'image': {
        // Nothing remote is loaded: a picture elsewhere is a way to go there.
        const to = addressOf(String(token.attrGet('src') ?? ''));
        const text = plainWords(token.content);
        if (!to) return text === '' ? null : { inline: 'text', text };
        const children: Inline[] = text === '' ? asWritten(to) : [{ inline: 'text', text }];
        return { inline: 'link', to, bare: text === '', children };
      }
      default:
        return null;
    }
  }
}

const asWritten = (to: { url: string }): Inline[] => [{ inline: 'text', text: to.url }];

/** The inline tokens of one line, one after the other. */
class Marks {
  readonly #tokens: Token[];
  #at = 0;
  constructor(tokens: Token[]) {
    this.#tokens = tokens;
  }
  next(): Token | undefined {
    const token = this.#tokens[this.#at];
    this.#at += 1;
    return token;
  }
}

function wordsOf(token: Token): string {
  switch (token.type) {
    case 'softbreak':
    case 'hardbreak':
      return '\n';
    case 'mention':
      return `@${token.content}`;
    case 'text':
    case 'text_special':
    case 'code_inline':
    case 'image':
      return plainWords(token.content);
    default:
      return '';
  }
}

const TASK = /^\[([ xX])\]\s+/u;

function asTask(blocks: Block[]): ListItem {
  const first = blocks[0];
  const text = first?.block === 'paragraph' ? first.children[0] : undefined;
  const box = text?.inline === 'text' ? TASK.exec(text.text) : null;
  if (text?.inline !== 'text' || !box) return { done: null, blocks };
  text.text = text.text.slice(box[0].length);
  return { done: box[1] !== ' ', blocks };
}
