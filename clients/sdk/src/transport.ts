import { read, type Outcome } from './answer';
import type { Cut } from './event-buffer';
import { pause } from './retry';
import type { Stream } from './stream';
import type { Receipt } from './wire';

/** ms until a request counts as failed. */
const TIME_OUT = 10_000;
/** Characters in flight in requests that outlive the page: browsers allow 64 KiB. */
const KEEPALIVE_BUDGET = 60_000;
const MOST_PARCELS = 8;

/** A batch to send. Its body never changes, however often it is sent. */
export interface Parcel {
  stream: Stream;
  body: string;
  cut: Cut;
}

interface Queued extends Parcel {
  attempts: number;
  request?: AbortController | undefined;
  /** The request in flight outlives the page. */
  outlives: boolean;
  /** Resolves to true when the server has accepted it, to false when it never will. */
  done: Promise<boolean>;
  settle: (taken: boolean) => void;
}

export interface TransportEvents {
  /** Nothing is in flight or waiting. */
  idle(): void;
  receipt(receipt: Receipt): void;
  lost(events: number): void;
  /** A stream is closed; content that it did not score is given back. */
  streamOver(stream: Stream, unscored: Cut | null): void;
  end(code: string): void;
}

/** Sends one parcel at a time, the same bytes until the server has accepted them. */
export class Transport {
  /** Every parcel gets only one more try. */
  closing = false;
  private queue: Queued[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** On the page's clock: the server accepts nothing before this time. */
  private notBefore = 0;
  private ended = false;
  private warned = false;

  constructor(private readonly url: string, private readonly token: string, private readonly events: TransportEvents) {}

  get busy(): boolean {
    return this.queue.length > 0;
  }

  /** Adds it to the queue, for {@link pump} or {@link leave} to send. */
  add(parcel: Parcel): void {
    if (this.ended) return;
    let settle!: Queued['settle'];
    const done = new Promise<boolean>((resolve) => (settle = resolve));
    this.queue.push({ ...parcel, attempts: 0, outlives: false, done, settle });
    // Drops the oldest, but not the first, which is tried again, and none in flight. The newest always qualifies.
    if (this.queue.length > MOST_PARCELS) this.drop(this.queue.find((queued, i) => i && !queued.request)!);
  }

  /** Resolves when all parcels so far are settled; to true if the server has accepted all of them. */
  async settled(): Promise<boolean> {
    const taken = await Promise.all(this.queue.map((parcel) => parcel.done));
    return !this.ended && taken.every(Boolean);
  }

  /** Sends the next parcel after `wait` ms, not before the server allows it. While one is in flight, its answer does this. */
  pump(wait = 0): void {
    clearTimeout(this.timer);
    if (this.queue.some((parcel) => parcel.request)) return;
    const [next] = this.queue;
    wait = Math.max(wait, this.notBefore - performance.now());
    if (!next) this.events.idle();
    else if (wait > 0) this.timer = setTimeout(() => this.pump(), wait);
    // The page's own requests may have used up what browsers allow: a second try does not need it.
    else void this.attempt(next, !next.attempts && next.body.length <= KEEPALIVE_BUDGET);
  }

  /**
   * The page may go: sends everything at once, in requests that outlive it. What is in flight outlives it too, unless it was too long.
   * @param last there will be no later try, so this one ignores `Retry-After`.
   */
  leave(last: boolean): void {
    let budget = KEEPALIVE_BUDGET;
    for (const parcel of this.queue) if (parcel.outlives) budget -= parcel.body.length;
    if (last || performance.now() >= this.notBefore) {
      for (const parcel of this.queue) if (!parcel.outlives && (budget -= parcel.body.length) >= 0) void this.attempt(parcel, true);
    }
    this.pump();
  }

  private end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    for (const parcel of this.queue.splice(0)) {
      parcel.request?.abort();
      parcel.request = undefined;
      parcel.settle(false);
    }
  }

  private async attempt(parcel: Queued, keepalive: boolean): Promise<void> {
    parcel.request?.abort();
    const request = (parcel.request = new AbortController());
    const limit = setTimeout(() => request.abort(), TIME_OUT);
    parcel.attempts++;
    parcel.outlives = keepalive;
    let outcome: Outcome = { kind: 'again', after: 0 };
    try {
      // Pages replace fetch: it may throw at once, or answer nothing.
      outcome = await read(await fetch(this.url, {
        method: 'POST',
        headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json' },
        body: parcel.body,
        credentials: 'omit',
        signal: request.signal,
        keepalive,
      }));
    } catch (error) {
      // As an answer that never came. Browsers do not say whether the network failed or CORS refused.
      if (error instanceof TypeError && !request.signal.aborted) {
        this.say(`cannot be reached; on another origin, its Cors:Origins must name ${location.origin}, and the page's CSP must name it.`);
      }
    }
    clearTimeout(limit);
    if (parcel.request !== request) return;
    parcel.request = undefined;
    parcel.outlives = false;
    this.conclude(parcel, outcome);
  }

  private conclude(parcel: Queued, outcome: Outcome): void {
    let wait = 0;
    if (outcome.receipt) this.events.receipt(outcome.receipt);
    if (this.ended) return;
    switch (outcome.kind) {
      case 'again':
        wait = pause(parcel.attempts, outcome.after);
        if (outcome.after) this.notBefore = performance.now() + wait;
        if (this.closing) this.remove(parcel, false);
        break;
      case 'end':
        // A session ends; a refused token is a fault of the site.
        if (!outcome.code.startsWith('session')) this.say(`refused the token: ${outcome.code}.`);
        this.end();
        this.events.end(outcome.code);
        return;
      case 'taken':
        this.warned = false;
        this.remove(parcel, true);
        break;
      case 'lost':
        this.say(`refused input (${outcome.status}); what is typed and moved is not seen.`);
        this.drop(parcel);
        break;
      case 'stream': {
        // An earlier try may have been scored before the stream was closed.
        const unscored = outcome.unscored && parcel.attempts === 1;
        if (unscored) this.remove(parcel, false);
        else this.drop(parcel);
        this.events.streamOver(parcel.stream, unscored ? parcel.cut : null);
      }
    }
    this.pump(wait);
  }

  /** Once until input is taken again: the console is the site's. */
  private say(what: string): void {
    if (!this.warned) console.warn('Sentinel ' + what);
    this.warned = true;
  }

  private drop(parcel: Queued): void {
    const { keys, pointer, signals, dropped } = parcel.cut;
    this.events.lost(keys.length + pointer.length + signals.length + dropped);
    this.remove(parcel, false);
  }

  private remove(parcel: Queued, taken: boolean): void {
    this.queue = this.queue.filter((queued) => queued !== parcel);
    parcel.settle(taken);
  }
}
