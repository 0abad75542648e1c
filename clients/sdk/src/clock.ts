/** ms by which the page's clock and the wall clock may come apart before the machine must have slept, or its clock been set. */
const DRIFT = 1_000;
/** ms without an event after which a page starts anew. */
const SILENCE = 300_000;
/** ms; an event that claims to be older was stamped by another clock. */
const OLDEST = 60_000;

const rounded = (ms: number) => Math.round(ms * 10) / 10;

/** Turns the page's monotonic time into milliseconds since the epoch, and notices when the two no longer belong together. */
export class Clock {
  private anchor = Date.now() - performance.now();
  private last = performance.now();

  /** @param onJump called on the first event after sleep, a set clock or long silence, just before the clock is anchored anew. */
  constructor(private readonly onJump: () => void) {}

  get now(): number {
    return rounded(this.anchor + performance.now());
  }

  /** When an event happened. */
  at(event: Event): number {
    const now = performance.now();
    const wall = Date.now();
    const silent = now - this.last > SILENCE;
    this.last = now;
    if (silent || Math.abs(wall - now - this.anchor) > DRIFT) {
      this.onJump();
      this.anchor = wall - now;
    }
    const age = now - event.timeStamp;
    return this.of(age > -50 && age < OLDEST ? event.timeStamp : now);
  }

  /** A time stamp of the page's clock. */
  of(timeStamp: number): number {
    return rounded(this.anchor + timeStamp);
  }
}
