/** Arrow keys over grids of buttons, read from the document: the grids keep no state for it. */
export const COLUMNS = 8;

export function moveInGrid(
  event: KeyboardEvent & { currentTarget: HTMLElement },
  columns: number,
  cells = 'button',
): void {
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLElement>(cells)];
  const at = buttons.findIndex((button) => button === document.activeElement);
  const next = buttons[at + step];
  if (at < 0 || !next) return;
  event.preventDefault();
  next.focus();
}

/**
 * Over several grids under each other, each `COLUMNS` wide. Downwards from a last row one comes to the first row of the
 * next grid, in the same column as far as it reaches. False where there is nothing in that direction.
 */
export function moveInPicker(event: KeyboardEvent & { currentTarget: HTMLElement }): boolean {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-emoji]')];
  const at = all.findIndex((button) => button === document.activeElement);
  if (at < 0) return false;
  const rows: HTMLElement[][] = [];
  for (const button of all) {
    const last = rows.at(-1);
    const goesOn = last && last.length < COLUMNS && last[0]?.parentElement === button.parentElement;
    if (goesOn) last.push(button);
    else rows.push([button]);
  }
  const row = rows.findIndex((each) => each.includes(all[at] as HTMLElement));
  const column = rows[row]?.indexOf(all[at] as HTMLElement) ?? 0;
  const near = (to: HTMLElement[] | undefined) => to?.[Math.min(column, to.length - 1)];
  let next: HTMLElement | undefined;
  switch (event.key) {
    case 'ArrowRight':
      next = all[at + 1];
      break;
    case 'ArrowLeft':
      next = all[at - 1];
      break;
    case 'ArrowDown':
      next = near(rows[row + 1]);
      break;
    case 'ArrowUp':
      next = near(rows[row - 1]);
      break;
    case 'Home':
      next = rows[row]?.[0];
      break;
    case 'End':
      next = rows[row]?.at(-1);
      break;
    default:
      return false;
  }
  if (!next) return false;
  event.preventDefault();
  next.focus();
  return true;
}
