import { describe, expect, it } from 'vitest';

import { I18n } from '../i18n/i18n.svelte.ts';
import type { AccountView } from '../ipc/gen/AccountView.ts';
import type { AlertService } from '../ipc/gen/AlertService.ts';
import type { ConversationView } from '../ipc/gen/ConversationView.ts';
import { serviceWords } from './alert-words.ts';
import { lineTold } from './line-words.ts';
import { mutedWords } from './muted.ts';

const seen = (text: string) => text.replaceAll(/[\u2068\u2069]/gu, '');
const speak = (locale: 'en' | 'zh-CN') => {
  const i18n = new I18n();
  i18n.choose(locale);
  return i18n;
};
const now = new Date(2026, 2, 14, 18, 0).getTime();

describe('what became of a test notification', () => {
  const services: AlertService[] = [
    { service: 'unknown' },
    { service: 'works', name: 'GNOME', shown_at: null, actions: true },
    { service: 'works', name: 'GNOME', shown_at: now, actions: true },
    { service: 'works', name: 'GNOME', shown_at: now, actions: false },
    { service: 'no_bus' },
    { service: 'no_service' },
    { service: 'silent' },
    { service: 'failed', detail: 'denied' },
  ];

  it('is a sentence of its own for every state, in both languages', () => {
    for (const locale of ['en', 'zh-CN'] as const) {
      const sentences = services.map((service) => serviceWords(speak(locale), service).words);
      expect(new Set(sentences).size).toBe(services.length);
      for (const sentence of sentences) expect(sentence).not.toMatch(/^notify-/u);
    }
  });

  it('is good only once something was shown', () => {
    expect(services.map((service) => serviceWords(speak('en'), service).tone)).toEqual([
      'plain',
      'plain',
      'ok',
      'ok',
      'bad',
      'bad',
      'bad',
      'bad',
    ]);
  });

  it('names the service and the time', () => {
    const told = serviceWords(speak('en'), {
      service: 'works',
      name: 'GNOME',
      shown_at: now,
      actions: false,
    });
    expect(seen(told.words)).toBe('Shown by GNOME at 18:00.');
  });
});

describe('until when a conversation is silent', () => {
  const row = (more: Partial<ConversationView>) =>
    ({ notify: 'all', muted_until: null, ...more }) as ConversationView;
  const words = (more: Partial<ConversationView>, locale: 'en' | 'zh-CN' = 'en') =>
    seen(mutedWords(speak(locale), row(more), now));

  it('is said with the day where it is another', () => {
    expect(words({ muted_until: now + 3_600_000 })).toBe('Until 19:00');
    expect(words({ muted_until: now + 14 * 3_600_000 })).toBe('Until tomorrow, 08:00');
    expect(words({ muted_until: now + 14 * 3_600_000 }, 'zh-CN')).toBe('直到明天 08:00');
    expect(words({ muted_until: now + 62 * 3_600_000 })).toBe('Until Tue, Mar 17, 08:00');
  });

  it('is always where there is no end', () => {
    expect(words({ notify: 'nothing' })).toBe('Always');
    expect(words({ muted_until: now + 999 * 86_400_000 })).toBe('Always');
  });
});

it('a line says why there is none, and when it is tried again', () => {
  const account = (connection: AccountView['connection'], more: Partial<AccountView> = {}) =>
    ({ connection, server_name: 'Ann’s', round_trip_ms: 4, waiting: 0, ...more }) as AccountView;
  const told = (...args: Parameters<typeof account>) => {
    const { words, bad } = lineTold(speak('en'), account(...args));
    return [seen(words), bad];
  };
  expect(told({ state: 'connected' })).toEqual(['4 ms there and back', false]);
  expect(told({ state: 'disconnected' }, { waiting: 2 })).toEqual(['2 messages wait to be sent', false]);
  expect(told({ state: 'offline', reason: 'timed_out', retry_at: now })).toEqual([
    'Ann’s does not answer · tries again at 18:00',
    false,
  ]);
  expect(told({ state: 'stopped', reason: 'signed_out' })).toEqual([
    'You are signed out of Ann’s. Sign in again to go on.',
    true,
  ]);
});
