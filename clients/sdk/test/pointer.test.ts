// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closePage, dispatch, dispatchUntrusted, element, keyDown, keyUp, openPage, pass, point, PointerEvent } from './support/page';
import { Server } from './support/server';

let server: Server;
beforeEach(() => {
  server = Server.accepting();
  openPage('<main><button>Go</button><div id="pad" data-sentinel="off"><b>7</b></div></main>');
});
afterEach(closePage);
afterEach(() => Reflect.deleteProperty(navigator, 'webdriver'));

const samples = () => server.batches.flatMap((batch) => batch.pointer);
const signals = () => server.batches.flatMap((batch) => batch.signals.map((signal) => signal.type));

describe('the pointer', () => {
  it('is sent with its kind, to a tenth of a pixel', async () => {
    point(document.body, 'pointermove', 10.26, 20);
    await pass(16);
    point(document.body, 'pointerdown', 11, 20, { pointerType: 'touch' });
    point(document.body, 'pointercancel', 11, 20, { pointerType: 'touch' });
    point(document.body, 'pointerdown', 11, 20, { pointerType: 'pen' });
    dispatch(document.body, new WheelEvent('wheel', { bubbles: true, clientX: 1, clientY: 2 }));
    await pass(1_500);
    expect(samples().map(({ t: _, ...sample }) => sample)).toEqual([
      { x: 10.3, y: 20, type: 'MOVE' },
      { x: 11, y: 20, type: 'DOWN', kind: 'TOUCH' },
      { x: 11, y: 20, type: 'UP', kind: 'TOUCH' },
      { x: 11, y: 20, type: 'DOWN', kind: 'PEN' },
      { x: 1, y: 2, type: 'WHEEL' },
    ]);
  });

  it('is sent with the samples that the browser coalesced, at their own times', async () => {
    const now = Date.now();
    point(document.body, 'pointermove', 30, 0, { coalesced: [{ x: 10, y: 0, ago: 12 }, { x: 20, y: 0, ago: 6 }, { x: 30, y: 0, ago: 0 }] });
    await pass(1_500);
    expect(samples().map(({ t, x }) => [t - now, x])).toEqual([[-12, 10], [-6, 20], [0, 30]]);
  });

  it('of 1000 Hz is sent 250 times a second, and pressed where it stands', async () => {
    for (let i = 0; i < 100; i++) {
      point(document.body, 'pointermove', i, 0);
      await pass(1);
    }
    point(document.body, 'pointerdown', 99, 0);
    await pass(1_500);
    const moves = samples().filter((sample) => sample.type === 'MOVE');
    expect(moves.length).toBeGreaterThanOrEqual(25);
    expect(moves.length).toBeLessThanOrEqual(27);
    expect(moves.at(-1)!.x).toBe(99);
  });

  it('is told apart from a driver that presses without pressure where it has moved', async () => {
    point(document.body, 'pointermove', 40, 30);
    point(document.body, 'pointerdown', 40, 30);
    // Assistive technology presses in the middle of an element, without moving there.
    point(document.body, 'pointerdown', 300, 200, { pressure: 0 });
    // A finger, where the mouse stands.
    point(document.body, 'pointermove', 300, 200);
    point(document.body, 'pointerdown', 301, 200, { pressure: 0, pointerType: 'touch' });
    await pass(1_500);
    expect(signals()).toEqual([]);
    point(document.body, 'pointermove', 300, 200);
    point(document.body, 'pointerdown', 301, 200, { pressure: 0 });
    await pass(1_500);
    expect(signals()).toEqual(['NO_PRESSURE']);
  });

  it('says once a second that a program steers the browser', async () => {
    Object.defineProperty(navigator, 'webdriver', { value: true, configurable: true });
    for (let i = 0; i < 20; i++) point(document.body, 'pointermove', i, 30);
    await pass(1_500);
    expect(signals()).toEqual(['WEBDRIVER']);
    keyDown(document.body, 'KeyA');
    keyUp(document.body, 'KeyA');
    await pass(1_500);
    expect(signals()).toEqual(['WEBDRIVER', 'WEBDRIVER']);
  });

  it('is one: further fingers are left out', async () => {
    point(document.body, 'pointerdown', 5, 5, { pointerType: 'touch' });
    point(document.body, 'pointerdown', 50, 50, { pointerType: 'touch', isPrimary: false });
    await pass(1_500);
    expect(samples()).toHaveLength(1);
  });

  it('is nowhere where the site opts out: an on-screen pad would tell what was typed', async () => {
    point(element('#pad b'), 'pointermove', 5, 5);
    point(element('#pad b'), 'pointerdown', 5, 5);
    point(element('#pad b'), 'pointerup', 5, 5);
    await pass(3_000);
    expect(server.sent).toEqual([]);
  });

  it('gives no signals either where the site opts out, whoever made it', async () => {
    const pad = element('#pad b');
    const bubbling = { bubbles: true, composed: true };
    dispatch(pad, new MouseEvent('click', { ...bubbling, detail: 0 }));
    pad.click();
    for (const kind of ['pointermove', 'pointerdown', 'pointerup'])
      dispatchUntrusted(pad, new PointerEvent(kind, { ...bubbling, isPrimary: true }));
    dispatchUntrusted(pad, new KeyboardEvent('keydown', { ...bubbling, code: 'KeyA' }));
    dispatchUntrusted(pad, new Event('paste', bubbling));
    await pass(3_000);
    expect(server.sent).toEqual([]);
  });
});

describe('clicks', () => {
  const click = (init: MouseEventInit = {}) =>
    dispatch(element('button'), new MouseEvent('click', { bubbles: true, composed: true, ...init }));

  it('that nothing led up to are virtual', async () => {
    click({ detail: 0 });
    await pass(1_500);
    expect(signals()).toEqual(['VIRTUAL_CLICK']);
  });

  it('of a mouse or a key are not', async () => {
    point(element('button'), 'pointerdown', 5, 5);
    point(element('button'), 'pointerup', 5, 5);
    click({ detail: 1 });
    await pass(1_000);
    keyDown(element('button'), 'Enter');
    click({ detail: 0 });
    keyUp(element('button'), 'Enter');
    await pass(1_500);
    expect(signals()).toEqual([]);
  });

  it('of TalkBack, a mouse without pressure on Android, are virtual', async () => {
    await closePage();
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue('Mozilla/5.0 (Linux; Android 14)');
    openPage('<button>Go</button>');
    point(element('button'), 'pointerdown', 5, 5, { pressure: 0 });
    await pass(1_500);
    expect([signals(), samples()]).toEqual([['VIRTUAL_CLICK'], []]);
  });

  it('and presses of a script are marked, and no press is made of them', async () => {
    dispatchUntrusted(element('button'), new PointerEvent('pointerdown', { bubbles: true, isPrimary: true, clientX: 5 }));
    element('button').click();
    await pass(1_500);
    expect([signals(), samples()]).toEqual([['UNTRUSTED_EVENT', 'VIRTUAL_CLICK'], []]);
  });

  it.each([
    'pointermove', 'pointerdown', 'pointerup',
  ])('of a script that names no primary pointer, as %s does by default, are marked and nothing else', async (kind) => {
    dispatchUntrusted(element('button'), new PointerEvent(kind, { bubbles: true }));
    await pass(1_500);
    expect([signals(), samples()]).toEqual([['UNTRUSTED_EVENT'], []]);
  });
});
