import { retryAfter } from './retry';
import type { Receipt } from './wire';

/** What an answer means for its batch. */
export type Outcome = { receipt?: Receipt } & (
  | { kind: 'taken' }
  /** The server does not know whether it was scored: send it again, after `after` ms or more. */
  | { kind: 'again'; after: number }
  /** Refused for its content: the batch is lost, and the next one may be sent. */
  | { kind: 'lost'; status: number }
  /** The stream is closed; `unscored` if it certainly did not score this content. */
  | { kind: 'stream'; unscored: boolean }
  /** The session accepts no more input. */
  | { kind: 'end'; code: string }
);

export async function read(response: Response): Promise<Outcome> {
  const body = (await response.json().catch(() => null)) as (Receipt & { code?: string }) | null;
  const { status } = response;
  if (response.ok) {
    if (body?.accepted) return { kind: 'taken', receipt: body };
    return { kind: 'again', after: 0, ...(body && { receipt: body }) };
  }
  const code = body?.code;
  const isRefused = [400, 413, 415, 422].includes(status);
  // An answer without one of Sentinel's codes comes from a proxy, and may be temporary.
  if (status === 408 || status === 429 || status >= 500 || (typeof code !== 'string' && !isRefused)) {
    return { kind: 'again', after: retryAfter(response.headers.get('Retry-After'), Date.now()) };
  }
  if (code === 'already_scored') return { kind: 'taken' };
  if (code === 'stream_closed' || code === 'sequence_reused') return { kind: 'stream', unscored: code === 'stream_closed' };
  return isRefused ? { kind: 'lost', status } : { kind: 'end', code: code! };
}
