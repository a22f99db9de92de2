import { afterEach, beforeEach, expect, it, vi } from 'vitest';

import { Act } from './act.svelte.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a quick answer shows no ring, a slow one does', async () => {
  const act = new Act();
  let answer: () => void = () => undefined;
  const done = act.run(() => new Promise<void>((resolve) => (answer = resolve)));
  await vi.advanceTimersByTimeAsync(300);
  expect([act.running, act.slow]).toEqual([true, false]);
  await vi.advanceTimersByTimeAsync(200);
  expect(act.slow).toBe(true);
  answer();
  await done;
  expect([act.running, act.slow]).toEqual([false, false]);
});

it('a second press while it runs does nothing', async () => {
  const act = new Act();
  const work = vi.fn(() => new Promise<void>(() => undefined));
  void act.run(work);
  expect(await act.run(work)).toBeUndefined();
  expect(work).toHaveBeenCalledTimes(1);
});

it('keeps why it failed until it is tried again', async () => {
  const act = new Act();
  const refused = { source: 'server', code: 'forbidden', detail: '' };
  expect(await act.run(() => Promise.reject(refused))).toBeUndefined();
  expect(act.problem).toEqual(refused);
  expect(await act.run(() => Promise.resolve(7))).toEqual({ value: 7 });
  expect(act.problem).toBeNull();
});
