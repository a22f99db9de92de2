/** Bytes in words: 640 kB, 2.4 MB. In steps of a thousand, as desktops count today. */
import type { Locale } from '../i18n/i18n.svelte.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

export function sizeWords(locale: Locale, bytes: number): string {
  let step = 0;
  let value = bytes;
  // What would be rounded up to a thousand is already one of the next unit.
  while (value >= 999.5 && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[step] ?? 'byte',
    unitDisplay: step === 0 ? 'long' : 'short',
    maximumFractionDigits: step > 1 && value < 10 ? 1 : 0,
  }).format(value);
}
