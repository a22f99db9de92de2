/** Puts text on the clipboard. True when it is there; some desktops refuse without saying why. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
