import { describe, expect, it } from 'vitest';
import { KeyStrokes } from '../src/key-strokes';

describe('key strokes', () => {
  it('pairs overlapping keys and gives them out in the order of their presses', () => {
    const strokes = new KeyStrokes();
    strokes.press('KeyA', 'LETTER_LEFT', 0);
    strokes.press('KeyL', 'LETTER_RIGHT', 50);
    strokes.release('KeyL', 90);
    strokes.release('KeyA', 100);
    expect(strokes.ready(100)).toEqual([
      { code: 'LETTER_LEFT', down: 0, up: 100 },
      { code: 'LETTER_RIGHT', down: 50, up: 90 },
    ]);
    expect(strokes.size).toBe(0);
  });

  it('lets nothing overtake a held key', () => {
    const strokes = new KeyStrokes();
    strokes.press('KeyA', 'LETTER_LEFT', 0);
    strokes.release('KeyA', 60);
    strokes.press('ShiftLeft', 'MODIFIER', 100);
    strokes.press('KeyL', 'LETTER_RIGHT', 150);
    strokes.release('KeyL', 200);
    expect(strokes.ready(1_900).map((stroke) => stroke.down)).toEqual([0]);
    strokes.release('ShiftLeft', 1_950);
    expect(strokes.ready(1_950).map((stroke) => stroke.up)).toEqual([1_950, 200]);
  });

  it('waits for a held key no longer than two seconds, and never sends it twice', () => {
    const strokes = new KeyStrokes();
    strokes.press('ShiftLeft', 'MODIFIER', 0);
    strokes.press('KeyA', 'LETTER_LEFT', 100);
    strokes.release('KeyA', 180);
    expect(strokes.ready(1_999)).toEqual([]);
    expect(strokes.ready(2_000).map((stroke) => stroke.up)).toEqual([null, 180]);
    strokes.release('ShiftLeft', 2_500);
    expect(strokes.ready(3_000)).toEqual([]);
  });

  it('gives up a release that was missed when the key goes down again much later, or after another key', () => {
    const strokes = new KeyStrokes();
    strokes.press('KeyA', 'LETTER_LEFT', 0);
    strokes.press('KeyA', 'LETTER_LEFT', 1_200);
    strokes.press('KeyB', 'LETTER_LEFT', 1_300);
    strokes.press('KeyA', 'LETTER_LEFT', 1_400);
    strokes.release('KeyB', 1_420);
    strokes.release('KeyA', 1_480);
    expect(strokes.ready(1_500).map((stroke) => stroke.up)).toEqual([null, null, 1_420, 1_480]);
  });

  it('takes a key that goes down again and again for one stroke, if the browser does not mark auto-repeat', () => {
    const strokes = new KeyStrokes();
    for (let t = 0; t < 5_000; t += t ? 33 : 500) strokes.press('Backspace', 'EDIT', t);
    strokes.release('Backspace', 5_010);
    strokes.press('Backspace', 'EDIT', 5_200);
    strokes.release('Backspace', 5_280);
    expect(strokes.ready(6_000).map((stroke) => [stroke.down, stroke.up])).toEqual([[0, 5_010], [5_200, 5_280]]);
  });

  it('takes AltGr for one key', () => {
    const strokes = new KeyStrokes();
    strokes.press('ControlLeft', 'MODIFIER', 0);
    strokes.press('AltRight', 'MODIFIER', 1);
    strokes.release('ControlLeft', 90);
    strokes.release('AltRight', 91);
    expect(strokes.ready(100)).toEqual([{ code: 'MODIFIER', down: 1, up: 91 }]);
  });

  it('keeps at most 500 and says how many went', () => {
    const strokes = new KeyStrokes();
    let lost = 0;
    for (let i = 0; i < 520; i++) lost += strokes.press('', 'OTHER', i);
    expect([lost, strokes.size, strokes.ready(520)[0]!.down]).toEqual([20, 500, 20]);
  });
});
