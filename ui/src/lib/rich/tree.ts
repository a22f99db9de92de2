/** What a message's words mean, as data: the tree that is drawn. Nothing here is markup, and nothing in it is trusted. */
import type { Address } from './address.ts';

export type Inline =
  | { inline: 'text'; text: string }
  | { inline: 'strong' | 'em' | 'strike'; children: Inline[] }
  | { inline: 'code'; text: string }
  /** `bare`: written as an address, not as words over one. */
  | { inline: 'link'; to: Address; bare: boolean; children: Inline[] }
  /** What follows an `@`; how much of it is somebody's handle, the members say. */
  | { inline: 'mention'; run: string };

export interface ListItem {
  /** Null where it is no task. */
  done: boolean | null;
  blocks: Block[];
}

export type Block =
  | { block: 'paragraph'; children: Inline[] }
  | { block: 'heading'; level: number; children: Inline[] }
  | { block: 'code'; language: string; text: string }
  | { block: 'quote'; blocks: Block[] }
  /** `start`: the first number; null where it has none. */
  | { block: 'list'; start: number | null; items: ListItem[] }
  | { block: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { block: 'rule' };

/** A message's words, read. */
export interface Tree {
  blocks: Block[];
  /** Taken as they are, because reading them would have cost too much. */
  plain: boolean;
}
