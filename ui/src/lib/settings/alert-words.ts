/** What is known of the desktop's notification service, as a sentence and the sign before it. */
import type { I18n } from '../i18n/i18n.svelte.ts';
import type { AlertService } from '../ipc/gen/AlertService.ts';

export interface Told {
  words: string;
  tone: 'ok' | 'plain' | 'bad';
}

export function serviceWords({ t, clock }: Pick<I18n, 't' | 'clock'>, service: AlertService): Told {
  switch (service.service) {
    case 'unknown':
      return { words: t('notify-service-unknown'), tone: 'plain' };
    case 'works': {
      const { name, shown_at, actions } = service;
      if (shown_at === null) return { words: t('notify-service-works', { name }), tone: 'plain' };
      const id = actions ? 'notify-service-shown-actions' : 'notify-service-shown';
      return { words: t(id, { name, time: clock(shown_at) }), tone: 'ok' };
    }
    case 'no_bus':
      return { words: t('notify-service-no-bus'), tone: 'bad' };
    case 'no_service':
      return { words: t('notify-service-no-service'), tone: 'bad' };
    case 'silent':
      return { words: t('notify-service-silent'), tone: 'bad' };
    case 'failed':
      return { words: t('notify-service-failed', { detail: service.detail }), tone: 'bad' };
  }
}
