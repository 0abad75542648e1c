import type { Listen } from './listen';
import { isOff, originOf } from './privacy';
import type { Recorder } from './recorder';
import type { PointerSample } from './wire';

/** ms between samples: 250 a second, whatever the mouse delivers. */
const SPACING = 3.9;
const WHEEL_SPACING = 50;
/** ms after a press or a key in which a click without a pointer is their doing. */
const CLICK_REACH = 300;

const tenth = (px: number) => Math.round(px * 10) / 10;

/** The pointer's path with all the samples that the browser had coalesced, its presses, and clicks that no pointer made. */
export function watchPointer(recorder: Recorder, listen: Listen): void {
  const { clock, step } = recorder;
  const onAndroid = /Android/.test(navigator.userAgent);
  let lastT = 0;
  let wheelT = 0;
  /** The newest sample that came too soon after another: where the pointer stands when it is pressed. */
  let skipped: PointerSample | null = null;

  const sampleOf = (event: MouseEvent, type: PointerSample['type'], t: number, pointerType?: string): PointerSample => ({
    t,
    x: tenth(event.clientX),
    y: tenth(event.clientY),
    type,
    ...(pointerType === 'touch' ? { kind: 'TOUCH' } : pointerType === 'pen' ? { kind: 'PEN' } : null),
  });

  const move = (event: PointerEvent, t: number) => {
    const sample = sampleOf(event, 'MOVE', t, event.pointerType);
    if (t >= lastT && t - lastT < SPACING) {
      skipped = sample;
      return;
    }
    skipped = null;
    lastT = t;
    step.add(event.timeStamp);
    recorder.sample(sample);
  };

  listen(window, 'pointermove', (event: PointerEvent) => {
    if (!event.isPrimary || isOff(originOf(event))) return;
    const t = clock.at(event);
    if (!event.isTrusted) recorder.untrusted(t);
    const coalesced = event.getCoalescedEvents?.() ?? [];
    if (coalesced.length > 1) for (const sample of coalesced) move(sample, clock.of(sample.timeStamp));
    else move(event, t);
  });

  listen(window, 'pointerdown pointerup pointercancel', (event: PointerEvent) => {
    if (!event.isPrimary) return;
    const t = clock.at(event);
    recorder.pressAt = t;
    const isDown = event.type === 'pointerdown';
    if (isDown && isVirtual(event)) recorder.signal('VIRTUAL_CLICK', t);
    if (!event.isTrusted) recorder.untrusted(t);
    if (isVirtual(event) || isOff(originOf(event))) return;
    if (skipped) recorder.sample(skipped);
    skipped = null;
    step.add(event.timeStamp);
    recorder.sample(sampleOf(event, isDown ? 'DOWN' : 'UP', t, event.pointerType));
  });

  listen(window, 'wheel', (event: WheelEvent) => {
    const t = clock.at(event);
    if (t >= wheelT && t - wheelT < WHEEL_SPACING) return;
    wheelT = t;
    if (event.isTrusted && !isOff(originOf(event))) recorder.sample(sampleOf(event, 'WHEEL', t));
  });

  listen(window, 'click', (event: PointerEvent) => {
    const t = clock.at(event);
    if (!event.isTrusted) recorder.untrusted(t);
    else if (event.detail === 0 && t - Math.max(recorder.pressAt, recorder.keyAt) > CLICK_REACH) recorder.signal('VIRTUAL_CLICK', t);
  });

  /** A press that an assistive technology made: a script's, or TalkBack's, which is a mouse without pressure on a device that has none. */
  function isVirtual(event: PointerEvent): boolean {
    return !event.isTrusted || (onAndroid && event.pointerType === 'mouse' && event.pressure === 0 && event.type === 'pointerdown');
  }
}
