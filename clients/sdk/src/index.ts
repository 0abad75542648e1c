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
  /** Where Sentinel is, `https://sentinel.example`; left out, where the page is. */
  endpoint?: string;
  /** Hears every answer that holds a decision; servers disclose decisions only where `Ingest:DiscloseDecision` is on. */
  onDecision?: DecisionListener;
  /** Hears why the session takes nothing any more: `session_expired`, `session_ended`, `unauthorized` … Nothing is sent after it. */
  onEnd?: (code: string) => void;
}

export type Decided = Receipt & { decision: NonNullable<Receipt['decision']> };
export type DecisionListener = (answer: Decided) => void;

/** ms for which {@link flush} waits. */
const PATIENCE = 3_000;

/** What all copies of this script in a page share, whatever their versions: two that record at once would send all that happens twice. */
interface Shared {
  run?: { flush: () => Promise<boolean>; stop: () => void } | undefined;
  hear: Set<DecisionListener>;
}

const page = ((globalThis as { sentinelShared?: Shared }).sentinelShared ??= { hear: new Set() });
const listeners = page.hear;

/** Starts to record and send for this session, instead of any that runs. */
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

/** Hears every answer that holds a decision, of whatever session runs. Returns what ends it. */
export function onDecision(listener: DecisionListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * Sends what has happened so far; await it before an action that the back end will have evaluated. True when the server has taken all of
 * it, false when it has not within three seconds: act all the same, the back end decides.
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
