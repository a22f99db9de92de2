/** Reads an image file, and cuts the chosen square out of it as a small PNG. Everything happens on this computer. */
import { square, type Crop } from './crop.ts';

/** Pixels each way; shown at 72 at most, so this is sharp on dense screens too. */
const SIDE = 256;
/** A wrong file of any size must not take the window down. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** Null where it is no picture that this window can read. */
export async function readImage(file: File): Promise<ImageBitmap | null> {
  if (file.size > LARGEST_FILE) return null;
  try {
    return await createImageBitmap(file);
  } catch {
    return null;
  }
}

export async function cutOut(
  image: ImageBitmap,
  crop: Crop,
): Promise<{ preview: ImageBitmap; data: string } | null> {
  const canvas = document.createElement('canvas');
  canvas.width = SIDE;
  canvas.height = SIDE;
  const brush = canvas.getContext('2d');
  if (!brush) return null;
  const { left, top, side } = square(image, crop);
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(image, left, top, side, side, 0, 0, SIDE, SIDE);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'));
  if (!blob) return null;
  const preview = await createImageBitmap(canvas);
  return { preview, data: base64(new Uint8Array(await blob.arrayBuffer())) };
}

export function base64(bytes: Uint8Array): string {
  let text = '';
  // In parts: an argument list has a bound.
  for (let at = 0; at < bytes.length; at += 8192)
    text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
