/** What the server's `POST /api/v1/sessions/{sessionId}/batches` reads. Times are milliseconds since the epoch, to 0.1 ms. */
export interface Batch {
  /** This page load; sequences count per stream. */
  stream: string;
  /** 1, 2, 3 … One sequence names one content for ever. */
  sequence: number;
  sentAt: number;
  /** ms; the step of the clock behind the events. */
  timerResolution: number;
  /** Events that were lost before this batch. */
  dropped: number;
  sdk: string;
  keys: KeyStroke[];
  pointer: PointerSample[];
  signals: Signal[];
}

export interface KeyStroke {
  /** A key group, MASKED, or a `KeyboardEvent.code` where the site opted in. Never a character. */
  code: string;
  down: number;
  /** null when the release will never be known. */
  up: number | null;
  /** The fixed-text field typed into. */
  field?: string | undefined;
}

export interface PointerSample {
  t: number;
  /** CSS px in the viewport. */
  x: number;
  y: number;
  type: 'MOVE' | 'DOWN' | 'UP' | 'WHEEL';
  /** MOUSE where it is left out. */
  kind?: 'TOUCH' | 'PEN' | undefined;
}

export type SignalType =
  | 'FOCUS' | 'BLUR' | 'PASTE' | 'AUTOFILL' | 'DICTATION' | 'COMPOSITION' | 'VIRTUAL_CLICK' | 'UNTRUSTED_EVENT' | 'HIDDEN' | 'VISIBLE';

export interface Signal {
  t: number;
  type: SignalType;
  field?: string | undefined;
  /** How many characters; never which. */
  length?: number | undefined;
}

/** What a browser learns about its batch. */
export interface Receipt {
  sequence: number;
  /** false: the server could not score it just now and wants the same again. */
  accepted: boolean;
  /** Only where the server discloses it. */
  decision?: 'ALLOW' | 'CHALLENGE' | 'BLOCK';
}

/** Name and version of this client, sent with each batch. */
export const SDK = 'web/1.0';
