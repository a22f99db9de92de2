/**
 * Marks the words that were found where they stand in a message. The browser's own highlights draw them, so that nothing
 * is changed in what is shown; a web view without them shows the ring alone.
 */
const NAME = 'found';

/** Bounded: one message is marked at a time, and nobody reads more marks than that in it. */
const MOST = 200;

/** Marks these words under `root` until the returned function is called. */
export function mark(root: HTMLElement, words: string[]): () => void {
  if (words.length === 0 || typeof Highlight === 'undefined' || !('highlights' in CSS))
    return () => undefined;
  const ranges = rangesOf(root, words);
  const highlight = CSS.highlights.get(NAME) ?? new Highlight();
  for (const range of ranges) highlight.add(range);
  CSS.highlights.set(NAME, highlight);
  return () => {
    for (const range of ranges) highlight.delete(range);
  };
}

/** Where the words stand, in text nodes; longer ones first, so that none is marked inside of another. */
export function rangesOf(root: HTMLElement, words: string[]): Range[] {
  const ranges: Range[] = [];
  const wanted = words.toSorted((a, b) => b.length - a.length);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = node.nodeValue ?? '';
    let at = 0;
    while (at < text.length && ranges.length < MOST) {
      const word = wanted.find((each) => text.startsWith(each, at));
      if (word) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        ranges.push(range);
      }
      at += word?.length ?? 1;
    }
  }
  return ranges;
}
