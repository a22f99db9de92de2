/** Draws a text as the path of a QR code, one unit a square, with room in the middle for the mark. */
import qrcode from 'qrcode-generator';

export interface QrDrawing {
  path: string;
  /** Squares each way. */
  side: number;
  /** Where the mark stands, in squares. */
  mark: { at: number; side: number };
}

/** The part of the side that the mark takes. About 4 % of the squares; level Q mends up to 25 %. */
const MARK_PART = 0.2;

export function drawQr(text: string): QrDrawing {
  const code = qrcode(0, 'Q');
  code.addData(text);
  code.make();
  const side = code.getModuleCount();
  // The same parity as the side, so that the mark sits on whole squares.
  const wanted = Math.round(side * MARK_PART);
  const markSide = wanted % 2 === side % 2 ? wanted : wanted + 1;
  const at = (side - markSide) / 2;
  const covered = (row: number, column: number) =>
    row >= at && row < at + markSide && column >= at && column < at + markSide;

  let path = '';
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      const start = column;
      while (column < side && code.isDark(row, column) && !covered(row, column)) column += 1;
      const length = column - start;
      if (length > 0) path += `M${start} ${row}h${length}v1h-${length}z`;
    }
  }
  return { path, side, mark: { at, side: markSide } };
}
