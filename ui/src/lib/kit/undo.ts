/**
 * Undo and redo by keyboard in text fields. WebKitGTK leaves these keys to the app, other web views answer them by
 * themselves; taking them everywhere keeps it the same.
 */
export function undoKey(event: KeyboardEvent): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.isComposing || event.keyCode === 229)
    return false;
  if (!(event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement))
    return false;
  const key = event.key.toLowerCase();
  const wanted =
    key === 'z' ? (event.shiftKey ? 'redo' : 'undo') : key === 'y' && !event.shiftKey ? 'redo' : null;
  if (wanted === null) return false;
  event.preventDefault();
  document.execCommand(wanted);
  return true;
}
