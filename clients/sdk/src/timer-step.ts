import { tenth } from './clock';

/** ms; longer intervals hold too many steps to count them. */
const LONGEST = 250;
/** Reported before anything was measured. */
const UNKNOWN = 16;
/** ms to which browsers round time stamps. */
const ROUNDING = 0.1;

interface Length {
  ms: number;
  error: number;
}

/**
 * The step of the clock behind the time stamps of events, in ms. Browsers use clocks of 0.1 ms, 1 ms, 16 ms or 100 ms and do not report
 * which. Every interval is a multiple of the step, so the step is their greatest common divisor, as far as rounding shows it. Errs towards
 * coarse: nothing is judged finer than the reported step.
 */
export class TimerStep {
  private step: Length | null = null;
  private last = NaN;

  get resolution(): number {
    return this.step ? Math.max(0.1, tenth(this.step.ms)) : UNKNOWN;
  }

  add(timeStamp: number): void {
    const interval = { ms: Math.abs(timeStamp - this.last), error: ROUNDING };
    this.last = timeStamp;
    if (!(interval.ms > ROUNDING && interval.ms < LONGEST)) return;
    if (!this.step) this.step = interval;
    else if (this.step.ms > 1.5 * ROUNDING) this.step = common(this.step, interval);
  }
}

/** Euclid's algorithm over lengths with an error: a remainder within its error is zero. */
function common(a: Length, b: Length): Length {
  if (a.ms < b.ms) [a, b] = [b, a];
  for (;;) {
    const times = Math.round(a.ms / b.ms);
    const rest = { ms: Math.abs(a.ms - times * b.ms), error: a.error + times * b.error };
    // A long interval is more precise, as long as its number of steps is certain.
    if (rest.ms <= rest.error) return rest.error < b.ms / 3 ? { ms: a.ms / times, error: a.error / times } : b;
    [a, b] = [b, rest];
  }
}
