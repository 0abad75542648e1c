/** The times that can be looked back over. */
export const ranges = [
  { name: '15m', label: '15 minutes', minutes: 15 },
  { name: '1h', label: '1 hour', minutes: 60 },
  { name: '24h', label: '24 hours', minutes: 1_440 },
  { name: '7d', label: '7 days', minutes: 10_080 },
  { name: '30d', label: '30 days', minutes: 43_200 },
] as const;

export type Range = (typeof ranges)[number];

/** From then to now, in whole minutes: the last one has just begun. */
export function timeOf(range: Range): { from: string; to: string } {
  const to = Math.ceil(Date.now() / 60_000) * 60_000;
  return { from: new Date(to - range.minutes * 60_000).toISOString(), to: new Date(to).toISOString() };
}
