/** Puts text on the clipboard. True when it is there; some desktops refuse without saying why. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The same for a text that has yet to come. The web view lets nobody write who asks later than the press, so the promise
 * itself is handed over. Rejects as the text does.
 */
export async function copyComing(text: Promise<string>): Promise<boolean> {
  const blob = text.then((words) => new Blob([words], { type: 'text/plain' }));
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': blob })]);
    return true;
  } catch {
    await text;
    return false;
  }
}
