/** A world in memory behind the same border, for a plain browser and for tests. Never part of a release. */
import type { Ipc } from '../ipc.ts';
import { village } from './village.ts';

export function preview(query: URLSearchParams): Ipc {
  return village(query);
}
