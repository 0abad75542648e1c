import { describe, expect, it } from 'vitest';
import { TimerStep } from '../src/timer-step';

/** Times of a person's input, stamped by a clock of this step and rounded down to 0.1 ms by the browser. */
function measured(grid: number, events: number, phase = 3.7): number {
  const step = new TimerStep();
  let [seed, t] = [7, 1_000];
  for (let i = 0; i < events; i++) {
    seed = (seed * 16_807) % 2_147_483_647;
    t += 20 + (150 * seed) / 2_147_483_647;
    const stamp = Math.floor((t - phase) / grid) * grid + phase;
    step.add(Math.floor(stamp * 10) / 10);
  }
  return step.resolution;
}

describe('the timer step', () => {
  it.each([1, 4, 8, 10, 15.625, 16.667, 100])('of %d ms is found in the rhythm of fifteen keys', (grid) => {
    const resolution = measured(grid, 30);
    expect(resolution).toBeGreaterThan(grid * 0.97);
    expect(resolution).toBeLessThan(grid * 1.03 + 0.1);
  });

  it('of 0.1 ms is known to be fine from ten keys', () => expect(measured(0.1, 20)).toBeLessThan(5));

  it('of 0.1 ms is found with a moving pointer', () => {
    const step = new TimerStep();
    for (let i = 0, t = 100; i < 100; i++, t += 3.9 + ((i * 7) % 5) / 10) step.add(Math.round(t * 10) / 10);
    expect(step.resolution).toBeLessThanOrEqual(0.3);
  });

  it('is called coarse before anything is known', () => expect(new TimerStep().resolution).toBe(16));
});
