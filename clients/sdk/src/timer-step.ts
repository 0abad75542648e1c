/** ms; longer intervals hold too many steps to count them. */
const LONGEST = 250;
/** What is said before anything was measured. */
const UNKNOWN = 16;

/**
 * The step of the clock behind the events' time stamps, in ms. Browsers stamp events by clocks of 0.1 ms, 1 ms, 16 ms or 100 ms and do not
 * say which; but every interval is a multiple of the step, so it is their greatest common divisor, as far as rounding lets it be seen.
 * Errs towards coarse: nothing is judged finer than what is reported.
 */
export class TimerStep {
  private step = Infinity;
  private last = NaN;

  get resolution(): number {
    return this.step === Infinity ? UNKNOWN : Math.max(0.1, Math.round(this.step * 10) / 10);
  }

  add(timeStamp: number): void {
    const interval = Math.abs(timeStamp - this.last);
    this.last = timeStamp;
    if (this.step > 0.15 && interval > 0.05 && interval < LONGEST) this.step = common(this.step, interval);
  }
}

/** Euclid's algorithm over lengths that are each known to 0.1 ms. */
function common(a: number, b: number): number {
  if (a === Infinity) return b;
  if (a < b) [a, b] = [b, a];
  for (;;) {
    const times = Math.round(a / b);
    const rest = Math.abs(a - times * b);
    if (rest <= 0.05 + 0.1 * times) return b;
    [a, b] = [b, rest];
  }
}
