/** The real desk: Tauri's commands and one channel. */
import { Channel, convertFileSrc, invoke } from '@tauri-apps/api/core';
import { getCurrentWebview } from '@tauri-apps/api/webview';
import { getCurrentWindow } from '@tauri-apps/api/window';
import { open } from '@tauri-apps/plugin-dialog';

import { filmOf } from '../files/film.ts';
import type { Snapshot } from './gen/Snapshot.ts';
import type { StagedPicture } from './gen/StagedPicture.ts';
import type { Update } from './gen/Update.ts';
import type { Ipc } from './ipc.ts';
import { asProblem } from './problem.ts';

async function ask<T>(command: string, args?: unknown, headers?: Record<string, string>): Promise<T> {
  try {
    if (args instanceof Uint8Array) return await invoke<T>(command, args, headers ? { headers } : undefined);
    return await invoke<T>(command, args === undefined ? undefined : { args });
  } catch (error) {
    throw asProblem(error);
  }
}

export function desk(): Ipc {
  // `media://localhost/` here, `http://media.localhost/` where web views know no own schemes.
  const mediaBase = convertFileSrc('', 'media');
  return {
    call: (name, ...args) => ask(name, args[0]),
    async subscribe(onUpdate) {
      const channel = new Channel<Update>();
      channel.onmessage = onUpdate;
      try {
        return await invoke<Snapshot>('subscribe', { channel });
      } catch (error) {
        throw asProblem(error);
      }
    },
    stagePictureBytes: (account, bytes) =>
      ask<StagedPicture>('stage_picture_bytes', bytes, { 'hearth-account': account }),
    async pickPictures(title) {
      const chosen = await open({
        title,
        multiple: true,
        filters: [{ name: title, extensions: ['png', 'jpg', 'jpeg', 'gif', 'webp'] }],
      });
      return chosen ?? [];
    },
    async pickFiles(title) {
      return (await open({ title, multiple: true })) ?? [];
    },
    onFileDrop({ over, drop }) {
      const stop = getCurrentWebview().onDragDropEvent(({ payload }) => {
        switch (payload.type) {
          case 'enter':
          case 'over':
            over(true);
            break;
          case 'leave':
            over(false);
            break;
          case 'drop':
            over(false);
            drop(payload.paths);
        }
      });
      return () => void stop.then((unlisten) => unlisten());
    },
    mediaUrl: (account, blob) => `${mediaBase}${account}/${blob}`,
    film: (account, blob, signal) => filmOf(`${mediaBase}${account}/${blob}/film`, signal),
    setTitle(title) {
      document.title = title;
      // The title bar is a courtesy: a desktop without one loses nothing.
      getCurrentWindow()
        .setTitle(title)
        .catch(() => undefined);
    },
  };
}
