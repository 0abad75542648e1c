import { retryAfter } from './retry';
import type { Receipt } from './wire';

/** What an answer means for the batch that it is about. */
export type Outcome = { receipt?: Receipt } & (
  | { kind: 'taken' }
  /** The server does not know whether it was scored: the same again, after at least so many ms. */
  | { kind: 'again'; after: number }
  /** Refused for what it is: it is lost, and the next one may go. */
  | { kind: 'lost' }
  /** The stream is over; `unscored` when this content was certainly not scored by it. */
  | { kind: 'stream'; unscored: boolean }
  /** The session takes nothing any more. */
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
  // What has no code of Sentinel's was said by something before it, which may pass.
  if (status === 408 || status === 429 || status >= 500 || (typeof code !== 'string' && !isRefused)) {
    return { kind: 'again', after: retryAfter(response.headers.get('Retry-After'), Date.now()) };
  }
  if (code === 'already_scored') return { kind: 'taken' };
  if (code === 'stream_closed' || code === 'sequence_reused') return { kind: 'stream', unscored: code === 'stream_closed' };
  return isRefused ? { kind: 'lost' } : { kind: 'end', code: code! };
}
