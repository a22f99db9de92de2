/** What can be done with a file that is here. */
import type { AccountId } from '../ipc/gen/AccountId.ts';
import type { BlobId } from '../ipc/gen/BlobId.ts';
import type { App } from '../state/app.svelte.ts';

export interface Named {
  account: AccountId;
  blob: BlobId;
  name: string;
}

/** Opens it with the desktop's program. False: it may run something, and the person has to be asked. */
export async function openFile(app: App, file: Named, sure: boolean): Promise<boolean> {
  let opened = true;
  await app.attempt(
    app.ipc.call('open_file', { ...file, sure }).then((done) => {
      opened = done;
    }),
  );
  return opened;
}

export function saveFile(app: App, file: Named): void {
  void app.attempt(app.ipc.call('save_file', file));
}

export function showFile(app: App, file: Named): void {
  void app.attempt(app.ipc.call('show_file', file));
}

export function download(app: App, account: AccountId, blob: BlobId, size: number): void {
  void app.attempt(app.ipc.call('download', { account, blob, size }));
}

export function cancelDownload(app: App, account: AccountId, blob: BlobId): void {
  void app.attempt(app.ipc.call('cancel_download', { account, blob }));
}
