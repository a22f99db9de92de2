/**
 * The words of the window. Both languages are in the bundle; switching takes effect at once. Sentences come from the
 * Fluent files in `ui/i18n`; dates and numbers from Intl.
 */
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle';

import type { Language } from '../ipc/gen/Language.ts';
import type { Millis } from '../ipc/gen/Millis.ts';

const sources = import.meta.glob<string>(['../../../i18n/*/*.ftl', '!**/app.ftl'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

export type Locale = 'en' | 'zh-CN';
export type Words = Record<string, FluentVariable>;

function bundleOf(locale: Locale): FluentBundle {
  const bundle = new FluentBundle(locale);
  for (const [path, source] of Object.entries(sources)) {
    if (path.includes(`/${locale}/`)) bundle.addResource(new FluentResource(source));
  }
  return bundle;
}

const bundles: Partial<Record<Locale, FluentBundle>> = {};

/** Understood when it is first spoken: a window that starts reads one language, not all of them. */
const spoken = (locale: Locale): FluentBundle => (bundles[locale] ??= bundleOf(locale));

/** Marks a literal as a key for places where keys are kept in a table; the key test looks for it. */
export const key = <K extends string>(name: K): K => name;

const DAY = 86_400_000;

export class I18n {
  locale = $state<Locale>('en');

  choose(language: Language, system: string = navigator.language) {
    this.locale = language === 'system' ? (system.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en') : language;
    document.documentElement.lang = this.locale;
  }

  has = (id: string): boolean => spoken(this.locale).hasMessage(id);

  /** The sentence behind a key. A missing one shows its key, so that it is seen and mended. */
  t = (id: string, words?: Words): string => {
    const bundle = spoken(this.locale);
    const message = bundle.getMessage(id);
    if (!message?.value) return id;
    const errors: Error[] = [];
    const text = bundle.formatPattern(message.value, words ?? null, errors);
    if (errors.length > 0) console.warn(`words of ${id}:`, errors);
    return text;
  };

  #format = $derived.by(() => {
    const locale = this.locale;
    // English dates as the reader's own country writes them.
    const region = navigator.languages.find((each) => each.startsWith(`${locale}-`)) ?? locale;
    const dates = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(region, options);
    return {
      clock: dates({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
      weekday: dates({ weekday: 'short' }),
      weekdayLong: dates({ weekday: 'long' }),
      weekdayNarrow: dates({ weekday: 'narrow' }),
      month: dates({ year: 'numeric', month: 'long' }),
      monthShort: dates({ month: 'short' }),
      monthDay: dates({ month: 'short', day: 'numeric' }),
      monthDayYear: dates({ year: 'numeric', month: 'short', day: 'numeric' }),
      dayHere: dates({ weekday: 'long', month: 'long', day: 'numeric' }),
      dayYear: dates({ weekday: 'long', year: 'numeric', month: 'long', day: 'numeric' }),
      full: dates({ dateStyle: 'full', timeStyle: 'medium', hourCycle: 'h23' }),
      list: new Intl.ListFormat(locale, { type: 'conjunction' }),
      number: new Intl.NumberFormat(locale),
      share: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
      relative: new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }),
    };
  });

  /** 18:06 */
  clock = (at: Millis): string => this.#format.clock.format(at);
  /** Everything there is to say about a moment, for tooltips. */
  moment = (at: Millis): string => this.#format.full.format(at);
  /** The name of a day of the week. */
  weekday = (at: Millis, width: 'long' | 'narrow'): string =>
    this.#format[width === 'long' ? 'weekdayLong' : 'weekdayNarrow'].format(at);
  /** November 2026 */
  month = (at: Millis): string => this.#format.month.format(at);
  /** A day in words, with its year. */
  date = (at: Millis): string => this.#format.dayYear.format(at);
  /** A day in numbers and one short word, with its year. */
  plainDate = (at: Millis): string => this.#format.monthDayYear.format(at);
  /** The short name of a month. */
  monthShort = (at: Millis): string => this.#format.monthShort.format(at);
  number = (value: number): string => this.#format.number.format(value);
  /** A part of the whole, from 0 to 1, in percent. */
  share = (value: number): string => this.#format.share.format(value);
  list = (names: string[]): string => this.#format.list.format(names);

  /** For a row of the list: the time today, the weekday this week, else the date. */
  shortTime = (at: Millis, now: Millis = Date.now()): string => {
    const days = daysBetween(at, now);
    if (days <= 0) return this.#format.clock.format(at);
    if (days < 7) return this.#format.weekday.format(at);
    return sameYear(at, now) ? this.#format.monthDay.format(at) : this.#format.monthDayYear.format(at);
  };

  /** For a message found among others: the time today, day and time this year, else the date. */
  stamp = (at: Millis, now: Millis = Date.now()): string => {
    const { clock, monthDay, monthDayYear } = this.#format;
    if (daysBetween(at, now) <= 0) return clock.format(at);
    if (!sameYear(at, now)) return monthDayYear.format(at);
    return `${monthDay.format(at)} ${clock.format(at)}`;
  };

  /** For a day separator: today, yesterday, else the date in words. */
  day = (at: Millis, now: Millis = Date.now()): string => {
    const days = daysBetween(at, now);
    if (days === 0 || days === 1) return capital(this.#format.relative.format(-days, 'day'), this.locale);
    return sameYear(at, now) ? this.#format.dayHere.format(at) : this.#format.dayYear.format(at);
  };
}

/** Local calendar days from `at` to `now`. */
export function daysBetween(at: Millis, now: Millis): number {
  return Math.round((dayStart(now) - dayStart(at)) / DAY);
}

/** Local midnight before `at`. */
export function dayStart(at: Millis): Millis {
  return new Date(at).setHours(0, 0, 0, 0);
}

function sameYear(a: Millis, b: Millis): boolean {
  return new Date(a).getFullYear() === new Date(b).getFullYear();
}

function capital(text: string, locale: Locale): string {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}
