import { render } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';

import Stage from '../../../tests/Stage.svelte';
import { hostile } from '../../../tests/hostile.ts';
import { village } from '../../../tests/fixtures.ts';
import { App } from '../state/app.svelte.ts';
import { addressOf, deceives } from './address.ts';
import { parse } from './parse.ts';
import { inlineWords, oneLine } from './plain.ts';
import Rich from './Rich.svelte';
import type { Block, Inline } from './tree.ts';

/** Everything that drawn words may be made of. */
const ELEMENTS = new Set(
  'DIV SPAN BDI A STRONG EM S CODE PRE BLOCKQUOTE UL OL LI TABLE THEAD TBODY TR TH TD HR BUTTON svg path'.split(
    ' ',
  ),
);
const ATTRIBUTES = new Set(
  'class dir lang href title draggable role aria-label aria-hidden tabindex type start scope data-size d width height viewbox'.split(
    ' ',
  ),
);
/** Milliseconds. A slow machine under load takes a tenth of it. */
const SOON = 1500;

let app: App;
beforeEach(async () => {
  app = new App(village('scene=room').ipc);
  await app.start();
});

function inlines(blocks: Block[]): Inline[] {
  return blocks.flatMap((block) => {
    switch (block.block) {
      case 'paragraph':
      case 'heading':
        return within(block.children);
      case 'quote':
        return inlines(block.blocks);
      case 'list':
        return block.items.flatMap((item) => inlines(item.blocks));
      case 'table':
        return [block.head, ...block.rows].flat().flatMap(within);
      case 'code':
      case 'rule':
        return [];
    }
  });
}
const within = (children: Inline[]): Inline[] =>
  children.flatMap((node) => ('children' in node ? [node, ...within(node.children)] : [node]));

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe('hostile words', () => {
  it.each(hostile.map((each) => [each.name, each] as const))('%s', (_, { text, links, deceives: lies }) => {
    const began = performance.now();
    const tree = parse(text);
    oneLine(text);
    expect(performance.now() - began).toBeLessThan(SOON);

    const found = inlines(tree.blocks).filter((node) => node.inline === 'link');
    if (links !== undefined) expect([...new Set(found.map((link) => link.to.url))]).toEqual(links);
    for (const link of found)
      expect(['http:', 'https:', 'mailto:', 'hearth:']).toContain(new URL(link.to.url).protocol);
    if (lies) expect(found.some((link) => deceives(inlineWords(link.children), link.to))).toBe(true);

    const { container, unmount } = render(Stage, {
      props: {
        app,
        piece: Rich,
        props: { room: app.room, source: text, whole: true, onwhole: () => undefined },
      },
    });
    expect(performance.now() - began).toBeLessThan(SOON * 4);
    let deepest = 0;
    for (const element of container.querySelectorAll('.text, .text *')) {
      expect(ELEMENTS).toContain(element.tagName);
      for (const name of element.getAttributeNames()) expect(ATTRIBUTES).toContain(name.toLowerCase());
      let depth = 0;
      for (let up: Element | null = element; up; up = up.parentElement) depth += 1;
      deepest = Math.max(deepest, depth);
    }
    expect(deepest).toBeLessThan(80);
    expect(container.textContent).not.toMatch(/[\u202D\u202E]/u);
    unmount();
  });

  it('are no longer than a window of the whole history would be', () => {
    const tree = parse('x'.repeat(5_000_000));
    expect(tree.plain).toBe(true);
    expect(inlineWords(inlines(tree.blocks)).length).toBeLessThan(70_000);
  });

  it('never lead anywhere but to the web, mail and hearths, whatever white space and signs are in them', () => {
    const signs = [...range(0, 0x300), ...range(0x2000, 0x2100), ...range(0xfe00, 0xff20)];
    for (const sign of signs) {
      const letter = String.fromCharCode(sign);
      for (const url of [
        `${letter}javascript:1`,
        `java${letter}script:1`,
        `javascript${letter}:1`,
        `data${letter}:text/html,1`,
      ])
        expect(['web', 'mail', 'hearth', undefined]).toContain(addressOf(url)?.kind);
    }
  });
});
