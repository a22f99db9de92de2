/** The village itself: answers every call of the window from memory, each task out of its own module. */
import type { Ipc } from '../ipc.ts';
import { snapshotOf, wakeUp } from './snapshot.ts';
import { refuse, type Answers } from './table.ts';
import { account } from './tasks/account.ts';
import { acts } from './tasks/acts.ts';
import { arriving } from './tasks/arriving.ts';
import { exporting } from './tasks/exporting.ts';
import { VillageFiles } from './tasks/files.ts';
import { finding } from './tasks/finding.ts';
import { gathering } from './tasks/gathering.ts';
import { hosting } from './tasks/hosting.ts';
import { importing } from './tasks/importing.ts';
import { invites } from './tasks/invites.ts';
import { members } from './tasks/members.ts';
import { messages } from './tasks/messages.ts';
import { people } from './tasks/people.ts';
import { reading } from './tasks/reading.ts';
import { rooms } from './tasks/rooms.ts';
import { settings } from './tasks/settings.ts';
import { World } from './world.ts';

export function village(query: URLSearchParams): Ipc {
  const world = new World(query);
  const answers = answersOf(world);
  return {
    call: async (name, ...args) => {
      await moment();
      const answer = answers[name] as (args: unknown) => unknown;
      return structuredClone(answer(args[0])) as never;
    },
    subscribe: async (onUpdate) => {
      world.listener = onUpdate;
      await moment();
      if (world.broken) refuse({ source: 'local', code: 'unwritable' });
      setTimeout(() => wakeUp(world), 0);
      return structuredClone(snapshotOf(world));
    },
    stagePictureBytes: async (_account, bytes) => {
      const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>]));
      const { width, height } = await measure(url).catch(() =>
        refuse({ source: 'local', code: 'not_a_picture' } as never),
      );
      const blob = String(world.blobs.size).padStart(64, '0');
      world.blobs.set(blob, url);
      return { picture: { blob, mime: 'image/png', width, height, size: bytes.length } };
    },
    pickPictures: async () => ['/home/lena/allotment.jpg'],
    pickFiles: async () => ['/home/lena/allotment.jpg', '/home/lena/Seed list 2026.ods'],
    film: async (_account, blob) => world.blobs.get(blob) ?? '',
    onFileDrop: () => () => undefined,
    mediaUrl: (_account, blob) => world.blobs.get(blob) ?? '',
    setTitle: (title) => {
      document.title = title;
    },
  };
}

function answersOf(world: World): Answers {
  const files = new VillageFiles(
    (change) => world.tell(change),
    new URLSearchParams(location.search).has('still'),
  );
  return {
    ...arriving(world),
    ...account(world),
    ...invites(world),
    ...hosting(world),
    ...reading(world),
    ...finding(world),
    ...gathering(world),
    ...exporting(world),
    ...importing(world),
    ...messages(world, files),
    ...files.answers,
    ...acts(world),
    ...rooms(world),
    ...members(world),
    ...people(world),
    ...settings(world),
  };
}

/** Answers never come at once. */
function moment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 2));
}

async function measure(url: string): Promise<{ width: number; height: number }> {
  const image = new Image();
  image.src = url;
  await image.decode();
  return { width: image.naturalWidth, height: image.naturalHeight };
}
