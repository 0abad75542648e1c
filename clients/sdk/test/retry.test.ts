import { expect, it } from 'vitest';
import { pause, retryAfter } from '../src/retry';

it('waits longer each time, up to half a minute, never the same twice', () => {
  for (const [attempts, longest] of [[1, 1_000], [2, 2_000], [4, 8_000], [50, 30_000]] as const) {
    const waits = Array.from({ length: 50 }, () => pause(attempts, 0));
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(longest / 2);
    expect(Math.max(...waits)).toBeLessThanOrEqual(longest);
    expect(new Set(waits).size).toBeGreaterThan(40);
  }
});

it('never comes before the server said', () => {
  for (let i = 0; i < 50; i++) expect(pause(1, 7_000)).toBeGreaterThanOrEqual(7_000);
  expect(pause(1, 1e9)).toBeLessThan(400_000);
});

it('reads Retry-After as seconds or a date', () => {
  const now = Date.parse('2026-01-01T00:00:00Z');
  expect(retryAfter('3', now)).toBe(3_000);
  expect(retryAfter('Thu, 01 Jan 2026 00:00:09 GMT', now)).toBe(9_000);
  expect([retryAfter(null, now), retryAfter('soon', now), retryAfter('Wed, 31 Dec 2025 00:00:00 GMT', now)]).toEqual([0, 0, 0]);
});
