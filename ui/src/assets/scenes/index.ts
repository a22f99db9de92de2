// Drawn scenes: the three doors of the first start (300 x 124, they fill their frame) and what empty places show
// (320 x 130, without a ground of their own). A file NAME-dark is the same scene for a dark ground.

export const scenes = [
  'door-host',
  'door-nearby',
  'door-invite',
  'scene-fire',
  'no-rooms',
  'no-results',
  'offline',
] as const;

export type Scene = (typeof scenes)[number];

const files = import.meta.glob<string>('./*.svg', { eager: true, query: '?url', import: 'default' });

/** Where a scene is, drawn for the ground it stands on. */
export function sceneUrl(scene: Scene, ground: 'light' | 'dark'): string | undefined {
  const light = files[`./${scene}.svg`];
  return ground === 'dark' ? (files[`./${scene}-dark.svg`] ?? light) : light;
}
