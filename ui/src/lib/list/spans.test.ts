import { describe, expect, it } from 'vitest';

import { endOf } from './spans.ts';

describe('a span of silence', () => {
  const evening = new Date(2026, 2, 12, 22, 30).getTime();

  it('lasts its hours', () => {
    expect(endOf('hour', evening)).toBe(evening + 3_600_000);
    expect(endOf('hours', evening)).toBe(evening + 8 * 3_600_000);
    expect(endOf('ever', evening)).toBeNull();
  });

  it('ends in the next morning, also at the end of a month and right after midnight', () => {
    expect(endOf('tomorrow', evening)).toBe(new Date(2026, 2, 13, 8).getTime());
    expect(endOf('tomorrow', new Date(2026, 11, 31, 0, 5).getTime())).toBe(new Date(2027, 0, 1, 8).getTime());
  });
});
