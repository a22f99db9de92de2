import { expect, it } from 'vitest';

import { sizeWords } from './size.ts';

it('says sizes in the largest unit that keeps them above one', () => {
  expect(
    [0, 999, 1000, 999_499, 999_500, 2_440_000, 24_400_000, 3_000_000_000].map((each) =>
      sizeWords('en', each),
    ),
  ).toEqual(['0 bytes', '999 bytes', '1 kB', '999 kB', '1 MB', '2.4 MB', '24 MB', '3 GB']);
});
