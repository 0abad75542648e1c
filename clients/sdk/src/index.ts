import { guard } from './guard';
import { watchKeyboard } from './keyboard';
import { watchPage } from './page-life';
import { watchPointer } from './pointer';
import { Recorder } from './recorder';
import { watchTextInput } from './text-input';
import type { Receipt } from './wire';

export type { Receipt };

export interface Options {
  /** From the back end's `POST /api/v1/sessions`. */
  sessionId: string;
  /** The `ingestToken` of the same answer. */
  token: string;
  /** The address of Sentinel, `https://sentinel.example`; by default the origin of the page. */
  endpoint?: string;
  /** Receives every answer that has a decision; servers disclose decisions only if `Ingest:DiscloseDecision` is on. */
  onDecision?: DecisionListener;
  /** Receives why the session accepts no more input: `session_expired`, `session_ended`, `unauthorized` … Nothing is sent after it. */
  onEnd?: (code: string) => void;
}

export type Decided = Receipt & { decision: NonNullable<Receipt['decision']> };
export type DecisionListener = (answer: Decided) => void;

/** ms for which {@link flush} waits. */
const PATIENCE = 3_000;

/** Shared by all copies of this script in a page, of any version: two that record would send everything twice. */
interface Shared {
  run?: { flush: () => Promise<boolean>; stop: () => void } | undefined;
  hear: Set<DecisionListener>;
}

const page = ((globalThis as { sentinelShared?: Shared }).sentinelShared ??= { hear: new Set() });
const listeners = page.hear;

/** Starts to record and send for this session, and stops any other. */
export function start({ sessionId, token, endpoint = '', onDecision: listener, onEnd }: Options): void {
  stop();
  const watching = new AbortController();
  const recorder = new Recorder(
    `${endpoint.replace(/\/$/, '')}/api/v1/sessions/${encodeURIComponent(sessionId)}/batches`,
    token,
    (receipt) => {
      if (receipt.decision) for (const hear of listeners) guard(() => hear(receipt as Decided));
    },
    (code) => {
      if (page.run === running) stop();
      onEnd?.(code);
    },
  );
  if (listener) listeners.add(listener);
  const listen = recorder.intake.listenUntil(watching.signal);
  watchKeyboard(recorder, listen);
  watchTextInput(recorder, listen);
  watchPointer(recorder, listen);
  watchPage(recorder, listen);
  const running = (page.run = {
    flush: () => recorder.flush(),
    stop() {
      watching.abort();
      recorder.stop();
      if (listener) listeners.delete(listener);
    },
  });
}

/** Receives every answer that has a decision, of any session. Returns a function that ends it. */
export function onDecision(listener: DecisionListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Sends what has happened so far; await it before an action that the back end evaluates. True when the server has accepted all of it, false
 * if not within three seconds. Continue in both cases: the back end decides.
 */
export async function flush(): Promise<boolean> {
  return !!page.run && Promise.race([page.run.flush(), new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE, false))]);
}

/** Sends what is left and stops. */
export function stop(): void {
  const was = page.run;
  page.run = undefined;
  was?.stop();
}
