/** Looking for something, how much of the past is here, galleries and exports. */
import type { Answers } from '../table.ts';
import type { World } from '../world.ts';

export const finding = (_world: World) =>
  ({
    search: () => ({
      parts: [],
      hits: [],
      next: null,
      count: null,
      files: [],
      people: [],
      conversations: [],
      indexing: null,
    }),
    coverage: () => ({ complete: true, since: null, here: 0, all: 0, fetching: false, paused: null }),
    fetch_rest: () => null,
    gallery: () => ({ entries: [], more: false, complete: true, months: [] }),
    statistics: () => ({
      messages: 0,
      since: null,
      people: [],
      pictures: 0,
      videos: 0,
      files: 0,
      file_bytes: 0,
      links: 0,
      months: [],
      complete: true,
    }),
    export: () => null,
    cancel_export: () => null,
    exports: () => [],
  }) satisfies Partial<Answers>;
