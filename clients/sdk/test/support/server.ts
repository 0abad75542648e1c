import { vi } from 'vitest';
import type { Batch } from '../../src/wire';

export interface Sent {
  url: string;
  body: string;
  batch: Batch;
  headers: Record<string, string>;
  keepalive: boolean;
  at: number;
  /** The page aborted it. */
  aborted: boolean;
}

type Reply = { status: number; body?: object; headers?: Record<string, string> } | 'unreachable' | 'silent';

/** Stands in for `fetch`: records every request, answers by script, and accepts after its end. */
export class Server {
  readonly sent: Sent[] = [];
  underWay = 0;
  mostUnderWay = 0;
  /** ms until an answer. */
  latency = 20;
  private readonly script: Reply[] = [];

  static accepting(decision?: string): Server {
    const server = new Server();
    server.decision = decision;
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => server.fetch(url, init));
    return server;
  }

  private decision: string | undefined;

  /** The next answers, in order. */
  will(...replies: Reply[]): void {
    this.script.push(...replies);
  }

  get batches(): Batch[] {
    return this.sent.map((sent) => sent.batch);
  }

  get last(): Batch {
    return this.batches.at(-1)!;
  }

  private fetch(url: string, init: RequestInit): Promise<Response> {
    const body = init.body as string;
    const batch = JSON.parse(body) as Batch;
    const headers = init.headers as Record<string, string>;
    const sent = { url, body, batch, headers, keepalive: init.keepalive ?? false, at: performance.now(), aborted: false };
    this.sent.push(sent);
    const taken = { sequence: batch.sequence, accepted: true, ...(this.decision && { decision: this.decision }) };
    const reply = this.script.shift() ?? { status: 200, body: taken };
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.underWay);
    return new Promise((resolve, reject) => {
      const over = (end: () => void) => () => {
        this.underWay--;
        end();
      };
      const timer = reply === 'silent' ? undefined : setTimeout(over(() => {
        if (reply === 'unreachable') reject(new TypeError('Failed to fetch'));
        else resolve(new Response(JSON.stringify(reply.body ?? {}), { status: reply.status, headers: reply.headers ?? {} }));
      }), this.latency);
      init.signal?.addEventListener('abort', () => {
        clearTimeout(timer);
        sent.aborted = true;
        over(() => reject(new DOMException('Aborted', 'AbortError')))();
      });
    });
  }
}
