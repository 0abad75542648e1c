import { describe, expect, it } from 'vitest';
import { EventBuffer } from '../src/event-buffer';

const sample = (t: number) => ({ t, x: 0, y: 0, type: 'MOVE' as const });

describe('the buffer', () => {
  it('is bounded: the oldest go and are counted, once', () => {
    const buffer = new EventBuffer();
    for (let t = 0; t < 4_000; t++) buffer.addSample(sample(t));
    const cut = buffer.cut(4_000, 10_000)!;
    expect(cut.pointer.length).toBeLessThanOrEqual(3_000);
    expect(cut.pointer.length + cut.dropped).toBe(4_000);
    expect(cut.pointer.at(-1)!.t).toBe(3_999);
    buffer.addSample(sample(5_000));
    expect(buffer.cut(5_000, 500)!.dropped).toBe(0);
  });

  it('cuts by time across what keys, pointer and page did', () => {
    const buffer = new EventBuffer();
    for (let t = 0; t < 10; t++) buffer.addSample(sample(t * 10));
    buffer.strokes.press('', 'OTHER', 25);
    buffer.strokes.press('', 'OTHER', 75);
    buffer.addSignal({ t: 30, type: 'PASTE' });
    const first = buffer.cut(100, 6)!;
    expect([first.keys.length, first.pointer.map((s) => s.t), first.signals.length]).toEqual([1, [0, 10, 20, 30], 1]);
    const second = buffer.cut(100, 500)!;
    expect([second.keys[0]!.down, second.pointer[0]!.t, second.signals.length]).toEqual([75, 40, 0]);
    expect(buffer.cut(100, 500)).toBeNull();
  });
});
