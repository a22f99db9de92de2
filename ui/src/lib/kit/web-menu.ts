/**
 * Keeps the web view's own menu (Back, Reload, Open Image) away from where it makes no sense. It stays where it helps: in
 * fields, for spelling and the clipboard, and on words that were chosen.
 */
export function keepsWebMenu(target: EventTarget | null, chosen: string): boolean {
  return chosen !== '' || (target instanceof Element && target.closest('input, textarea') !== null);
}

export function withoutWebMenu(event: MouseEvent): void {
  if (!keepsWebMenu(event.target, getSelection()?.toString() ?? '')) event.preventDefault();
}
