/** Files of the village: what comes, comes in steps; what is staged is taken as it is named. */
import type { Calls } from '../../calls.ts';
import type { Attachment } from '../../gen/Attachment.ts';
import type { BlobId } from '../../gen/BlobId.ts';
import type { Change } from '../../gen/Change.ts';
import type { FileState } from '../../gen/FileState.ts';
import type { Picture } from '../../gen/Picture.ts';
import type { StageCall } from '../../gen/StageCall.ts';
import { ACCOUNT, garden, REPORT } from '../cast.ts';

const STEPS = 8;
const STEP_MS = 250;

type Names =
  | 'stage_file'
  | 'cancel_staging'
  | 'clipboard_files'
  | 'quota'
  | 'file_states'
  | 'download'
  | 'cancel_download'
  | 'open_file'
  | 'save_file'
  | 'show_file'
  | 'storage'
  | 'clear_files'
  | 'stickers'
  | 'add_sticker'
  | 'add_sticker_file'
  | 'set_stickers';

type Answers = { [N in Names]: (args: Calls[N]['args']) => Calls[N]['reply'] };

export class VillageFiles {
  readonly #tell: (change: Change) => void;
  /** Nothing moves by itself. */
  readonly #still: boolean;
  readonly #states = new Map<BlobId, FileState>();
  #stickers: Picture[] = [];
  #used = 1_324_000_000;

  constructor(tell: (change: Change) => void, still: boolean) {
    this.#tell = tell;
    this.#still = still;
    this.#states.set(REPORT.blob, { state: 'here' });
  }

  readonly answers: Answers = {
    stage_file: (call) => stage(call),
    cancel_staging: () => null,
    clipboard_files: () => [],
    quota: () => ({ used: 3_100_000_000, total: 4_294_967_296 }),
    file_states: ({ blobs }) => blobs.map((blob) => this.#states.get(blob) ?? { state: 'absent' }),
    download: ({ blob, size }) => {
      this.#come(blob, size, 0);
      return null;
    },
    cancel_download: ({ blob }) => {
      this.#set(blob, { state: 'absent' });
      return null;
    },
    open_file: ({ name, sure }) => sure || !/\.(sh|exe|desktop|html?)$/iu.test(name),
    save_file: () => true,
    show_file: () => null,
    storage: () => ({ used: this.#used, needed: 2_400_000 }),
    clear_files: () => {
      this.#used = 2_400_000;
      return { used: this.#used, needed: this.#used };
    },
    stickers: () => this.#stickers,
    add_sticker: () => this.#put([garden, ...this.#stickers.filter(({ blob }) => blob !== garden.blob)]),
    add_sticker_file: () => this.#put([garden, ...this.#stickers.filter(({ blob }) => blob !== garden.blob)]),
    set_stickers: ({ blobs }) =>
      this.#put(blobs.flatMap((blob) => this.#stickers.find((each) => each.blob === blob) ?? [])),
  };

  sticker(blob: BlobId): Picture | undefined {
    return this.#stickers.find((each) => each.blob === blob);
  }

  #put(stickers: Picture[]) {
    this.#stickers = stickers;
    this.#tell({ change: 'stickers', account: ACCOUNT, stickers });
    return null;
  }

  #come(blob: BlobId, total: number, step: number) {
    if (step > 0 && this.#states.get(blob)?.state !== 'coming') return;
    const have = Math.round((total * step) / STEPS);
    this.#set(blob, step < STEPS ? { state: 'coming', have, total } : { state: 'here' });
    if (step < STEPS && !(this.#still && step === STEPS / 2))
      setTimeout(() => this.#come(blob, total, step + 1), this.#still ? 0 : STEP_MS);
  }

  #set(blob: BlobId, state: FileState) {
    this.#states.set(blob, state);
    this.#tell({ change: 'file', account: ACCOUNT, blob, state });
  }
}

function stage({ path, as_file }: StageCall): Attachment {
  const name = path.split('/').at(-1) ?? 'file';
  if (!as_file && /\.(png|jpe?g|gif|webp)$/iu.test(name)) return { kind: 'picture', picture: garden };
  const size = 1000 + ((name.length * 7919) % 100_000);
  const blob = [...name].reduce((sum, c) => (sum * 31 + (c.codePointAt(0) ?? 0)) % 1e9, 7).toString(16);
  return {
    kind: 'file',
    file: { blob: blob.padStart(64, '0'), mime: 'application/octet-stream', size, name },
  };
}
