/** A message's words in one line without their marks: for summaries, quotes, alerts and reading out. */
import { parse } from './parse.ts';
import type { Block, Inline } from './tree.ts';

/** Enough for any one line. */
const LONGEST = 400;

export function oneLine(source: string): string {
  const { blocks } = parse(source.length > 2000 ? source.slice(0, 2000) : source);
  const words = blocksWords(blocks).replaceAll(/\s+/gu, ' ').trim();
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}

const blocksWords = (blocks: Block[]): string => joined(blocks.map(blockWords));

/** One after the other, with a dot between where nothing else ends the one and begins the other. */
function joined(parts: string[]): string {
  return parts.reduce((all, part) => {
    const divided = all === '' || /[\p{P}\p{S}]\s*$/u.test(all.slice(-4)) || /^[•—]/u.test(part);
    return (all + (divided ? ' ' : ' · ') + part).trim();
  }, '');
}

function blockWords(block: Block): string {
  switch (block.block) {
    case 'paragraph':
    case 'heading':
      return inlineWords(block.children);
    case 'code':
      return block.text;
    case 'quote':
      return blocksWords(block.blocks);
    case 'list':
      return joined(
        block.items.map(
          ({ blocks }, i) =>
            `${block.start === null ? '•' : `${block.start + i}.`} ${blocksWords(blocks).trim()}`,
        ),
      );
    case 'table':
      return [block.head, ...block.rows].map((row) => row.map(inlineWords).join(' · ')).join(' — ');
    case 'rule':
      return '—';
  }
}

export function inlineWords(children: Inline[]): string {
  return children.map(wordsOf).join('');
}

function wordsOf(node: Inline): string {
  switch (node.inline) {
    case 'text':
    case 'code':
      return node.text;
    case 'mention':
      return `@${node.run}`;
    case 'strong':
    case 'em':
    case 'strike':
    case 'link':
      return inlineWords(node.children);
  }
}
