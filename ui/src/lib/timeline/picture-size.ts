/** The frame of a picture, known from its dimensions before a byte of it is here. */
export interface Frame {
  width: number;
  height: number;
}

const MAX: Frame = { width: 372, height: 372 };
const MIN: Frame = { width: 132, height: 84 };

export function frameOf(width: number, height: number): Frame {
  if (!(width > 0 && height > 0)) return { width: MAX.width, height: 204 };
  const scale = Math.min(MAX.width / width, MAX.height / height, 1);
  return {
    width: Math.round(Math.max(MIN.width, width * scale)),
    height: Math.round(Math.max(MIN.height, height * scale)),
  };
}
