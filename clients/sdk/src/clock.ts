/** ms by which the page's clock and the wall clock may differ. Beyond it, the machine has slept or its clock was set. */
const DRIFT = 1_000;
/** ms without an event after which a page starts a new stream. */
const SILENCE = 300_000;
/** ms; an event further away was stamped by another clock. */
const FARTHEST = 60_000;

export const tenth = (value: number) => Math.round(value * 10) / 10;

/** Turns the page's monotonic time into milliseconds since the epoch, and detects when the two come apart. */
export class Clock {
  /** Another clock stamps the events, so their time is when they are seen. */
  foreign = false;
  private present = performance.now();
  private anchor = Date.now() - this.present;

  /** @param onJump called on the first event after sleep, a set clock or long silence, before the clock is anchored again. */
  constructor(private readonly onJump: () => void) {}

  get now(): number {
    return this.of(performance.now());
  }

  /** Compares the clocks before the first of the events that are read together: too slow to do for each. */
  compare(): void {
    const last = this.present;
    this.present = performance.now();
    const anchor = Date.now() - this.present;
    if (this.present - last <= SILENCE && Math.abs(anchor - this.anchor) <= DRIFT) return;
    this.onJump();
    this.anchor = anchor;
  }

  /** Whether the wall clock is over 2 s past the last comparison: new events cannot be read with those before. */
  lapsed(): boolean {
    return Math.abs(Date.now() - this.of(this.present)) > 2_000;
  }

  /** When an event happened. */
  at(timeStamp: number): number {
    this.foreign ||= Math.abs(timeStamp - this.present) > FARTHEST;
    return this.of(this.foreign ? this.present : timeStamp);
  }

  /** Converts a time stamp of the page's clock. */
  of(timeStamp: number): number {
    return tenth(this.anchor + timeStamp);
  }
}
