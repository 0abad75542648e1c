/** The body of `POST /api/v1/sessions/{sessionId}/batches`. Times are milliseconds since the epoch, to 0.1 ms. */
export interface Batch {
  /** This life of the page; sequences count per stream. */
  stream: string;
  /** 1, 2, 3 … A sequence never gets other content. */
  sequence: number;
  sentAt: number;
  /** ms; the step of the clock behind the events. */
  timerResolution: number;
  /** Device pixels per CSS px, to 0.01. */
  scale: number;
  /** Events that were lost before this batch. */
  dropped: number;
  sdk: string;
  keys: KeyStroke[];
  pointer: PointerSample[];
  signals: Signal[];
}

export interface KeyStroke {
  /** A key group, MASKED, or a `KeyboardEvent.code` if the site opted in. Never a character. */
  code: string;
  down: number;
  /** null if the release will never be known. */
  up: number | null;
  /** The fixed-text field. */
  field?: string | undefined;
}

export interface PointerSample {
  t: number;
  /** CSS px in the viewport. */
  x: number;
  y: number;
  type: 'MOVE' | 'DOWN' | 'UP' | 'WHEEL';
  /** MOUSE if left out. */
  kind?: 'TOUCH' | 'PEN' | undefined;
}

export type SignalType =
  | 'FOCUS' | 'BLUR' | 'PASTE' | 'AUTOFILL' | 'DICTATION' | 'COMPOSITION' | 'VIRTUAL_CLICK' | 'UNTRUSTED_EVENT' | 'HIDDEN' | 'VISIBLE'
  | 'WEBDRIVER' | 'NO_PRESSURE';

export interface Signal {
  t: number;
  type: SignalType;
  field?: string | undefined;
  /** Number of characters, never the text. */
  length?: number | undefined;
}

/** The answer to a batch. */
export interface Receipt {
  sequence: number;
  /** false: the server could not score it now; send it again. */
  accepted: boolean;
  /** Only if the server discloses it. */
  decision?: 'ALLOW' | 'CHALLENGE' | 'BLOCK';
}

/** Name and version of this client, sent with each batch. */
export const SDK = 'web/1.0';
