const FIRST = 1_000;
const LONGEST = 30_000;
const LONGEST_STATED = 300_000;

/**
 * ms until the next try: doubling, with jitter so that many browsers do not return at once, and never below the server's `Retry-After`
 * (counted up to 5 min).
 */
export function pause(attempts: number, stated: number): number {
  const longest = Math.min(LONGEST, FIRST * 2 ** Math.min(attempts - 1, 5));
  return Math.max(longest * (0.5 + Math.random() / 2), Math.min(stated, LONGEST_STATED) * (1 + Math.random() / 4));
}

/** A `Retry-After` header in ms: seconds or a date; 0 without one. */
export function retryAfter(header: string | null, now: number): number {
  if (!header) return 0;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return ms > 0 ? ms : 0;
}
