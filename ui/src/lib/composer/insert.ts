/** Puts text into a box the way typing does, so that undo takes it back and what was typed before stays in reach. */
export function insertInto(area: HTMLTextAreaElement, text: string, from: number, to: number): void {
  area.focus({ preventScroll: true });
  area.setSelectionRange(from, to);
  // The one way in that a web view's undo knows of, although it is called deprecated; engines keep it for this.
  if (typeof document.execCommand === 'function' && document.execCommand('insertText', false, text)) return;
  area.setRangeText(text, from, to, 'end');
  area.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText', data: text }));
}
