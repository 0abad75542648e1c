import { KeyStrokes } from './key-strokes';
import type { KeyStroke, PointerSample, Signal } from './wire';

const MOST_SAMPLES = 3_000;
const MOST_KEYS = 500;
const MOST_SIGNALS = 200;

/** The events of a batch. */
export interface Cut {
  keys: KeyStroke[];
  pointer: PointerSample[];
  signals: Signal[];
  dropped: number;
}

/** Events that were not sent, bounded: when it is full, the oldest are dropped and counted. */
export class EventBuffer {
  readonly strokes = new KeyStrokes();
  private keys: KeyStroke[] = [];
  private pointer: PointerSample[] = [];
  private signals: Signal[] = [];
  private dropped = 0;

  /** Events, including those that wait for a release. */
  get size(): number {
    return this.keys.length + this.pointer.length + this.signals.length + this.strokes.size;
  }

  addSample(sample: PointerSample): void {
    this.add(this.pointer, sample, MOST_SAMPLES);
  }

  addSignal(signal: Signal): void {
    this.add(this.signals, signal, MOST_SIGNALS);
  }

  /** Counts events that were lost elsewhere. */
  lose(events: number): void {
    this.dropped += events;
  }

  /** Takes out at most `most` of the oldest events; null if none is ready. */
  cut(now: number, most: number): Cut | null {
    for (const stroke of this.strokes.ready(now)) this.add(this.keys, stroke, MOST_KEYS);
    const [keys, pointer, signals] = this.oldest(most);
    if (!(keys + pointer + signals)) return null;
    const cut = {
      keys: this.keys.splice(0, keys),
      pointer: this.pointer.splice(0, pointer),
      signals: this.signals.splice(0, signals),
      dropped: this.dropped,
    };
    this.dropped = 0;
    return cut;
  }

  private oldest(most: number): [number, number, number] {
    const { keys, pointer, signals } = this;
    most = Math.min(most, keys.length + pointer.length + signals.length);
    let [k, p, s] = [0, 0, 0];
    while (k + p + s < most) {
      const key = keys[k]?.down ?? Infinity;
      const sample = pointer[p]?.t ?? Infinity;
      const signal = signals[s]?.t ?? Infinity;
      if (signal <= key && signal <= sample) s++;
      else if (key <= sample) k++;
      else p++;
    }
    return [k, p, s];
  }

  private add<T>(events: T[], event: T, most: number): void {
    events.push(event);
    if (events.length <= most) return;
    // Drops many at once: moving a long array for every event would be slow.
    const lost = Math.ceil(most / 20);
    events.splice(0, lost);
    this.dropped += lost;
  }
}
