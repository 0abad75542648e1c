import { tenth } from './clock';
import type { Listen } from './intake';
import type { Recorder } from './recorder';
import type { PointerSample } from './wire';

/** ms between samples: at most 250 a second. */
const SPACING = 3.9;
const WHEEL_SPACING = 50;
/** ms after a press or a key within which it causes a click without a pointer. */
const CLICK_REACH = 300;
/** ms and px from a move to the press that it led to. */
const REACH = 1_000;
const NEAR = 3;

/** Records the pointer's path with all coalesced samples, its presses, and clicks that no pointer made. */
export function watchPointer(recorder: Recorder, listen: Listen): void {
  const { buffer, clock, step } = recorder;
  const onAndroid = /Android/.test(navigator.userAgent);
  let lastT = 0;
  let wheelT = 0;
  /** The newest sample that came too soon after another: the position of the next press. */
  let skipped: PointerSample | null = null;
  /** Where and when a mouse moved last, px and ms. */
  let movedX = 0;
  let movedY = 0;
  let movedT = -Infinity;

  const sampleOf = (event: MouseEvent, type: PointerSample['type'], t: number): PointerSample => {
    const { pointerType } = event as PointerEvent;
    return {
      t,
      x: tenth(event.clientX),
      y: tenth(event.clientY),
      type,
      kind: pointerType === 'touch' ? 'TOUCH' : pointerType === 'pen' ? 'PEN' : undefined,
    };
  };

  listen('pointermove', (event: PointerEvent, t, { privacy }) => {
    if (privacy === 'off') return;
    if (!event.isTrusted) recorder.untrusted(t);
    if (!event.isPrimary) return;
    if (navigator.webdriver) recorder.origin('WEBDRIVER', t);
    movedX = event.clientX;
    movedY = event.clientY;
    movedT = event.pointerType === 'mouse' ? event.timeStamp : -Infinity;
    const coalesced = event.getCoalescedEvents?.();
    for (const one of coalesced?.[1] ? coalesced : [event]) {
      t = clock.at(one.timeStamp);
      skipped = sampleOf(one, 'MOVE', t);
      if (t >= lastT && t - lastT < SPACING) continue;
      lastT = t;
      step.add(one.timeStamp);
      buffer.addSample(skipped);
      skipped = null;
    }
  });

  listen('pointerdown pointerup pointercancel', (event: PointerEvent, t, { privacy }) => {
    const { isTrusted, isPrimary } = event;
    if (isPrimary) recorder.pressAt = t;
    if (privacy === 'off') return;
    if (!isTrusted) recorder.untrusted(t);
    if (!isPrimary) return;
    const isDown = event.type === 'pointerdown';
    // A press by assistive technology: a script's, or TalkBack's, which is a mouse without pressure on Android.
    const isUnpressed = isDown && event.pointerType === 'mouse' && event.pressure === 0;
    const isVirtual = !isTrusted || (isUnpressed && onAndroid);
    if (isDown && isVirtual) recorder.signal('VIRTUAL_CLICK', t);
    if (isVirtual) return;
    // Assistive technology may press without pressure too, but it does not move there first.
    const hasMoved = event.timeStamp - movedT < REACH && Math.hypot(event.clientX - movedX, event.clientY - movedY) < NEAR;
    if (isUnpressed && hasMoved) recorder.origin('NO_PRESSURE', t);
    if (skipped) buffer.addSample(skipped);
    skipped = null;
    step.add(event.timeStamp);
    buffer.addSample(sampleOf(event, isDown ? 'DOWN' : 'UP', t));
  });

  listen('wheel', (event: WheelEvent, t, { privacy }) => {
    if (t >= wheelT && t - wheelT < WHEEL_SPACING) return;
    wheelT = t;
    if (event.isTrusted && privacy !== 'off') buffer.addSample(sampleOf(event, 'WHEEL', t));
  });

  listen('click', (event: PointerEvent, t, { privacy }) => {
    if (privacy === 'off') return;
    if (!event.isTrusted) recorder.untrusted(t);
    else if (event.detail === 0 && t - Math.max(recorder.pressAt, recorder.keyAt) > CLICK_REACH) recorder.signal('VIRTUAL_CLICK', t);
  });
}
