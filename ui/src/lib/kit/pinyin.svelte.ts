/**
 * Chinese names by their sound: `wangxiaoming`, `wxm` and `wangxm` all find 王小明, also where a character is read in several
 * ways. What is needed for it is large and is loaded only once somebody has a Chinese name; until then nothing matches.
 */
import type { match as Match } from 'pinyin-pro';

const HAN = /\p{Script=Han}/u;

let match = $state.raw<typeof Match | null>(null);
let loading: Promise<void> | null = null;

/** Resolves when names can be found by their sound, if any of these calls for it. */
export async function preparePinyin(names: Iterable<string>): Promise<void> {
  if (match || ![...names].some((name) => HAN.test(name))) return;
  loading ??= import('pinyin-pro').then(
    (module) => {
      match = module.match;
    },
    () => {
      // It lies beside the page. Should it be gone, names are found by their letters still, and the next call tries again.
      loading = null;
    },
  );
  await loading;
}

/** Where in the name the sound begins, counted in characters; null where it does not occur. */
export function soundsIn(name: string, sound: string): number | null {
  if (!match || sound === '' || !HAN.test(name) || !/^[a-zü]+$/iu.test(sound)) return null;
  return match(name, sound, { precision: 'start', continuous: true, v: true })?.[0] ?? null;
}
