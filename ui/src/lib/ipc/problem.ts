/** Makes a Problem of whatever a call was refused with, so that the window always has words for it. */
import type { Problem } from './gen/Problem.ts';

export type { Problem };

export function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    'code' in value &&
    typeof value.source === 'string' &&
    typeof value.code === 'string'
  );
}

export function asProblem(error: unknown): Problem {
  if (isProblem(error)) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return { source: 'local', code: 'internal', detail };
}
