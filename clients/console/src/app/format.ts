const date = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeZone: 'UTC' });
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });

/** In the reader's time zone. */
export const dateAndTime = (iso: string) => date.format(new Date(iso));
export const timeOfDay = (iso: string) => clock.format(new Date(iso));

/** A day of the API is one of UTC. */
export const dayOf = (iso: string) => day.format(new Date(iso));

export const count = (value: number) => whole.format(value);

/** A share, 0..1, as per cent. */
export function percent(share: number): string {
  const digits = share > 0 && share < 0.1 ? 1 : 0;
  return `${(share * 100).toFixed(digits)} %`;
}

/** A probability or trust, 0..1. */
export const score = (value: number | null | undefined) => (value === null || value === undefined ? '–' : value.toFixed(2));

/** Nats with their sign. */
export const weight = (nats: number) => `${nats > 0 ? '+' : nats < 0 ? '−' : ''}${Math.abs(nats).toFixed(2)}`;

export const milliseconds = (value: number | null | undefined) =>
  value === null || value === undefined ? '–' : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

/** How long ago, or how long, in the largest unit. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
  return seconds < 86_400 ? `${Math.floor(seconds / 3600)} h` : `${Math.floor(seconds / 86_400)} d`;
}

/** A word of the API for people: FAILED_CHALLENGE is "Failed challenge". */
export function words(word: string): string {
  const text = word.replaceAll('_', ' ').toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
