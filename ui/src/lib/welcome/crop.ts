/** Where the square lies that is cut out of an image. Pure: pixels of the image in, pixels of the image out. */

export interface Crop {
  /** The middle of the square. */
  x: number;
  y: number;
  /** 1: the largest square that fits. */
  zoom: number;
}

export interface Size {
  width: number;
  height: number;
}

export const CLOSEST = 5;

/** The side of the square. */
export const sideOf = (image: Size, zoom: number): number => Math.min(image.width, image.height) / zoom;

export const middle = (image: Size): Crop => ({ x: image.width / 2, y: image.height / 2, zoom: 1 });

/** Keeps the square inside the image. */
export function kept(image: Size, crop: Crop): Crop {
  const zoom = Math.min(CLOSEST, Math.max(1, crop.zoom));
  const half = sideOf(image, zoom) / 2;
  return {
    x: Math.min(image.width - half, Math.max(half, crop.x)),
    y: Math.min(image.height - half, Math.max(half, crop.y)),
    zoom,
  };
}

/** Moves the image under the square by a part of the square's side: 1 is once across. */
export function moved(image: Size, crop: Crop, dx: number, dy: number): Crop {
  const side = sideOf(image, crop.zoom);
  return kept(image, { ...crop, x: crop.x - dx * side, y: crop.y - dy * side });
}

export function square(image: Size, crop: Crop): { left: number; top: number; side: number } {
  const side = sideOf(image, crop.zoom);
  return { left: crop.x - side / 2, top: crop.y - side / 2, side };
}
