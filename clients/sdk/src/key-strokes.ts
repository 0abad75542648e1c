import type { KeyStroke } from './wire';

/** ms for which strokes wait behind a key that is still held. */
const LONGEST_WAIT = 2_000;
const MOST = 500;
/** ms within which a key that is down repeats; the longest delay that systems offer is 1 s. */
const LONGEST_REPEAT = 1_100;

interface Waiting extends KeyStroke {
  /** The key that is held; empty once its release is known or given up. */
  held: string;
}

/** Pairs presses with releases and returns the strokes in the order of their presses. */
export class KeyStrokes {
  private queue: Waiting[] = [];
  /** The key that went down last and has not come up, and when it was last seen. */
  private last = '';
  private lastSeen = 0;

  get size(): number {
    return this.queue.length;
  }

  /**
   * @param key empty if no release will be known.
   * @returns how many old strokes were dropped for this one.
   */
  press(key: string, code: string, t: number, field?: string): number {
    // Not every browser marks auto-repeat.
    const repeats = !!key && key === this.last && t - this.lastSeen < LONGEST_REPEAT;
    [this.last, this.lastSeen] = [key, t];
    if (repeats) return 0;
    this.loseRelease(key);
    // On Windows, AltGr presses ControlLeft just before AltRight.
    const before = this.queue[this.queue.length - 1];
    if (key === 'AltRight' && before?.held === 'ControlLeft' && t - before.down < 3) this.queue.pop();
    this.queue.push({ code, down: t, up: null, held: key, field });
    return this.queue.splice(0, Math.max(0, this.queue.length - MOST)).length;
  }

  release(key: string, t: number): void {
    if (key === this.last) this.last = '';
    const stroke = this.queue.find((waiting) => waiting.held === key);
    if (stroke) [stroke.up, stroke.held] = [Math.max(t, stroke.down), ''];
  }

  /** Gives up the release of one key, or of every held key. */
  loseRelease(key?: string): void {
    if (key === undefined) this.last = '';
    for (const stroke of this.queue) if (key === undefined || stroke.held === key) stroke.held = '';
  }

  /** Strokes that may be sent, oldest press first. None overtakes a held key, unless that is held for over two seconds. */
  ready(now: number): KeyStroke[] {
    let count = 0;
    for (const stroke of this.queue) {
      if (stroke.held && now - stroke.down < LONGEST_WAIT) break;
      count++;
    }
    return this.queue.splice(0, count).map(({ held: _, ...stroke }) => stroke);
  }
}
