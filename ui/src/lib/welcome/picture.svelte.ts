/** The picture a person chooses for themselves or a room: a drawing, an own image, or what is there already. */
import type { PictureChoice } from '../ipc/gen/PictureChoice.ts';

export class PictureDraft {
  choice = $state.raw<PictureChoice>({ kind: 'keep' });
  /** The own image as it will look, for showing it before it is sent. */
  preview = $state.raw<ImageBitmap | null>(null);

  /** Without a drawing to begin with, the picture stays as it is. */
  constructor(drawn?: string) {
    if (drawn) this.choice = { kind: 'drawn', name: drawn };
  }

  get drawn(): string | null {
    return this.choice.kind === 'drawn' ? this.choice.name : null;
  }

  get own(): boolean {
    return this.choice.kind === 'own';
  }

  draw(name: string) {
    this.choice = { kind: 'drawn', name };
  }

  /** `data` is the cropped picture, PNG, base64. */
  bring(preview: ImageBitmap, data: string) {
    this.preview = preview;
    this.choice = { kind: 'own', data };
  }
}
