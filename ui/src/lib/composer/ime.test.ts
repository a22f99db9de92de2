import { describe, expect, it } from 'vitest';

import { InputMethod } from './ime.ts';

const enter = { isComposing: false, keyCode: 13 };
const late = { isComposing: false, keyCode: 229 };

describe('an input method', () => {
  it('keeps every key while a word is being composed', () => {
    const method = new InputMethod();
    method.start();
    expect(method.swallows({ isComposing: true, keyCode: 229 }, 0)).toBe(true);
    expect(method.swallows(enter, 0)).toBe(true);
  });

  it('keeps the one late Enter that WebKit delivers after the end', () => {
    const method = new InputMethod();
    method.start();
    method.end(1000);
    expect(method.swallows(late, 1040)).toBe(true);
    expect(method.swallows(late, 1050)).toBe(false);
  });

  it('lets a real Enter through at once after the end', () => {
    const method = new InputMethod();
    method.start();
    method.end(1000);
    expect(method.swallows(enter, 1010)).toBe(false);
  });

  it('lets a 229 through long after the end, or without any composition', () => {
    const method = new InputMethod();
    expect(method.swallows(late, 10)).toBe(false);
    method.start();
    method.end(1000);
    expect(method.swallows(late, 1501)).toBe(false);
  });
});
