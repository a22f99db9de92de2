/** The border to the desk, as the window sees it. One implementation speaks to Tauri, one is a world in memory. */
import type { AccountId } from './gen/AccountId.ts';
import type { BlobId } from './gen/BlobId.ts';
import type { Snapshot } from './gen/Snapshot.ts';
import type { StagedPicture } from './gen/StagedPicture.ts';
import type { Update } from './gen/Update.ts';
import type { ArgsOf, CallName, ReplyOf } from './calls.ts';

/** Files dragged over the window by the desktop itself, which names them by path. */
export interface FileDrop {
  over: (inside: boolean) => void;
  drop: (paths: string[]) => void;
}

export interface Ipc {
  /** Rejects with a Problem. */
  call<N extends CallName>(name: N, ...args: ArgsOf<N>): Promise<ReplyOf<N>>;
  /** One snapshot, then numbered updates until the next `subscribe`. Updates may come before the snapshot. */
  subscribe(onUpdate: (update: Update) => void): Promise<Snapshot>;
  stagePictureBytes(account: AccountId, bytes: Uint8Array): Promise<StagedPicture>;
  /** Lets the person choose picture files; paths for `stage_picture_file`. Empty when they changed their mind. */
  pickPictures(title: string): Promise<string[]>;
  /** Lets the person choose files of any type; paths for `stage_file`. Empty when they changed their mind. */
  pickFiles(title: string): Promise<string[]>;
  /** Returns how to stop listening. */
  onFileDrop(handlers: FileDrop): () => void;
  mediaUrl(account: AccountId, blob: BlobId): string;
  /** An address for the player, of a film that is on this disk; to be let go with `URL.revokeObjectURL`. */
  film(account: AccountId, blob: BlobId, signal: AbortSignal): Promise<string>;
  setTitle(title: string): void;
}
