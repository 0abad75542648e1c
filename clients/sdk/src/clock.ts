/** ms by which the page's clock and the wall clock may come apart before the machine must have slept, or its clock been set. */
const DRIFT = 1_000;
/** ms without an event after which a page starts anew. */
const SILENCE = 300_000;
/** ms; an event that claims to be further away was stamped by another clock. */
const FARTHEST = 60_000;

export const tenth = (value: number) => Math.round(value * 10) / 10;

/** Turns the page's monotonic time into milliseconds since the epoch, and notices when the two no longer belong together. */
export class Clock {
  /** Events are stamped by another clock: only when they are seen tells their time. */
  foreign = false;
  private present = performance.now();
  private anchor = Date.now() - this.present;

  /** @param onJump called on the first event after sleep, a set clock or long silence, just before the clock is anchored anew. */
  constructor(private readonly onJump: () => void) {}

  get now(): number {
    return this.of(performance.now());
  }

  /** Compares the clocks, before the first of the events that are read together: too dear to do for each. */
  compare(): void {
    const last = this.present;
    this.present = performance.now();
    const anchor = Date.now() - this.present;
    if (this.present - last <= SILENCE && Math.abs(anchor - this.anchor) <= DRIFT) return;
    this.onJump();
    this.anchor = anchor;
  }

  /** By the wall clock, events that come soon after another do not: they cannot be read with those before. */
  lapsed(): boolean {
    return Math.abs(Date.now() - this.of(this.present)) > 2_000;
  }

  /** When an event happened. */
  at(timeStamp: number): number {
    this.foreign ||= Math.abs(timeStamp - this.present) > FARTHEST;
    return this.of(this.foreign ? this.present : timeStamp);
  }

  /** A time stamp of the page's clock. */
  of(timeStamp: number): number {
    return tenth(this.anchor + timeStamp);
  }
}
