import { describe, expect, it } from 'vitest';

import { clockIn, zones, zoneWords } from './zone.ts';

const noon = Date.UTC(2026, 2, 17, 12, 0);

describe('the time at somebody’s place', () => {
  it('is what their clock shows', () => {
    expect(clockIn('Asia/Shanghai', noon, 'en')).toBe('20:00');
    expect(clockIn('America/New_York', noon, 'zh-CN')).toBe('08:00');
  });

  it('is not made up', () => {
    expect(clockIn('', noon, 'en')).toBeNull();
    expect(clockIn(undefined, noon, 'en')).toBeNull();
    expect(clockIn('Middle_Earth/Shire', noon, 'en')).toBeNull();
  });
});

describe('the list of zones', () => {
  it('holds what is chosen already, once', () => {
    const all = zones('Mars/Olympus', 'Europe/Berlin', '');
    expect(all).toContain('Mars/Olympus');
    expect(all.filter((zone) => zone === 'Europe/Berlin')).toHaveLength(1);
    expect(all).not.toContain('');
    expect(zoneWords('America/New_York')).toBe('America / New York');
  });
});
