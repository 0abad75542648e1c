// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closePage, dispatch, dispatchUntrusted, element, input, keyDown, keyUp, openPage, pass, type } from './support/page';
import { Server } from './support/server';

let server: Server;
beforeEach(() => {
  server = Server.accepting();
  openPage(`<input id="name"><input id="pin" data-sentinel="mask"><div data-sentinel="off"><input id="off"></div>
    <textarea id="code" data-sentinel="codes"></textarea><input id="secret" type="password" autocomplete="current-password">
    <input id="new" type="password" autocomplete="new-password"><input id="card" autocomplete="billing cc-number">
    <input id="otp" autocomplete="one-time-code"><input id="phrase" data-sentinel-field="phrase">
    <div data-sentinel="mask"><input id="both" data-sentinel="codes"></div><div id="host"></div>`);
});
afterEach(closePage);

const codes = () => server.last.keys.map((key) => key.code);

describe('key strokes', () => {
  it('are sent about a second later, as groups, with hold and flight to 0.1 ms', async () => {
    const began = Date.now();
    await type(element('#name'), ['KeyH', 'KeyA', 'Digit1', 'Space', 'Backspace', 'Enter']);
    await pass(1_000);
    expect(codes()).toEqual(['LETTER_RIGHT', 'LETTER_LEFT', 'DIGIT', 'SPACE', 'EDIT', 'ENTER']);
    expect(server.last.keys[1]).toEqual({ code: 'LETTER_LEFT', down: began + 140, up: began + 220 });
    expect(server.last.keys[0]).not.toHaveProperty('field');
  });

  it('are masked in secrets, all but corrections and the end', async () => {
    for (const id of ['#secret', '#pin', '#card', '#otp', '#new', '#both']) {
      await type(element(id), ['KeyA', 'Digit1', 'ShiftLeft', 'Tab', 'Backspace', 'Enter']);
      await pass(1_500);
      expect(codes(), id).toEqual(['MASKED', 'MASKED', 'MASKED', 'MASKED', 'EDIT', 'ENTER']);
    }
  });

  it('stay masked in a password that the page shows', async () => {
    await type(element('#secret'), ['KeyA']);
    (element('#secret') as HTMLInputElement).type = 'text';
    element('#secret').removeAttribute('autocomplete');
    await type(element('#secret'), ['KeyB']);
    await pass(1_500);
    expect(codes()).toEqual(['MASKED', 'MASKED']);
  });

  it('stay masked in a password that the page has shown before anybody typed into it', async () => {
    const secret = element('#new') as HTMLInputElement;
    secret.removeAttribute('autocomplete');
    secret.type = 'text';
    await pass(1);
    await type(secret, ['KeyA']);
    await pass(1_500);
    expect(codes()).toEqual(['MASKED']);
  });

  it.each([
    ['MASK', 'MASKED'], [' Mask ', 'MASKED'], ['Codes', 'KeyA'], ['codes', 'KeyA'],
    ['OFF', null], ['', null], ['masked', null], ['hide', null], ['on', null],
  ])('in a field with data-sentinel="%s" are %s', async (wish, code) => {
    element('#name').setAttribute('data-sentinel', wish);
    await pass(1);
    await type(element('#name'), ['KeyA']);
    await pass(3_000);
    expect(server.batches.flatMap((batch) => batch.keys.map((key) => key.code))).toEqual(code ? [code] : []);
  });

  it('behind a closed shadow root, or elsewhere than in a field, are masked, whatever is said around it', async () => {
    const html = '<div id="plain" tabindex="0"></div><div data-sentinel="codes"><x-field></x-field></div>';
    document.body.insertAdjacentHTML('beforeend', html);
    for (const host of [element('#plain'), element('x-field')]) {
      const inner = host.attachShadow({ mode: 'closed' }).appendChild(document.createElement('input'));
      await type(inner, ['KeyA', 'Digit1', 'Backspace', 'Enter']);
    }
    await type(document.body, ['KeyB']);
    await pass(1_500);
    const codes = server.batches.flatMap((batch) => batch.keys.map((key) => key.code));
    expect(codes).toEqual(['MASKED', 'MASKED', 'EDIT', 'ENTER', 'MASKED', 'MASKED', 'EDIT', 'ENTER', 'MASKED']);
  });

  it('are told by group in whatever takes text or is operated by keys, open shadow roots included', async () => {
    const html = '<select></select><button></button><a href="#"></a><div id="rich" contenteditable="true"></div>';
    document.body.insertAdjacentHTML('beforeend', html);
    const inner = element('#host').attachShadow({ mode: 'open' }).appendChild(document.createElement('textarea'));
    for (const target of [inner, ...['select', 'button', 'a', '#rich'].map(element)]) await type(target, ['KeyA']);
    await pass(1_500);
    expect(codes()).toEqual(Array(5).fill('LETTER_LEFT'));
  });

  it('are known by what the field says when they are typed, not when they are sent', async () => {
    const name = element('#name');
    // In another task than the change, like every real key.
    const typed = async (code: string) => {
      await pass(1);
      await type(name, [code]);
    };
    await typed('KeyA');
    name.setAttribute('data-sentinel', 'mask');
    await typed('KeyB');
    name.parentElement!.setAttribute('data-sentinel', 'off');
    await typed('KeyC');
    name.parentElement!.removeAttribute('data-sentinel');
    name.removeAttribute('data-sentinel');
    await typed('KeyD');
    await pass(1_500);
    expect(codes()).toEqual(['LETTER_LEFT', 'MASKED', 'LETTER_LEFT']);
  });

  it('are named where the site opts in', async () => {
    await type(element('#code'), ['KeyA', 'Space', 'F24']);
    await pass(1_500);
    expect(codes()).toEqual(['KeyA', 'Space', 'OTHER']);
  });

  it('do not exist where the site opts out, in shadow roots neither', async () => {
    await type(element('#off'), ['KeyA']);
    const host = element('#host');
    host.setAttribute('data-sentinel', 'off');
    const inner = host.attachShadow({ mode: 'open' }).appendChild(document.createElement('input'));
    await type(inner, ['KeyA']);
    await pass(3_000);
    expect(server.sent).toEqual([]);
  });

  it('carry the name of a fixed text', async () => {
    await type(element('#secret'), ['KeyA']);
    await type(element('#phrase'), ['KeyA']);
    await type(element('#new'), ['KeyA']);
    element('#new').setAttribute('autocomplete', 'NEW-PASSWORD');
    await pass(1);
    await type(element('#new'), ['KeyA']);
    await pass(1_500);
    expect(server.last.keys.map((key) => key.field)).toEqual(['password', 'phrase', undefined, undefined]);
  });

  it('leave out repeats and what an input method takes', async () => {
    const name = element('#name');
    keyDown(name, 'KeyA', { repeat: true });
    keyDown(name, 'KeyB', { isComposing: true });
    keyDown(name, 'KeyC', { keyCode: 229 });
    keyUp(name, 'KeyC');
    await type(name, ['KeyL']);
    await pass(1_500);
    expect(codes()).toEqual(['LETTER_RIGHT']);
  });

  it('of which the window lost the release are sent without it', async () => {
    keyDown(element('#name'), 'AltLeft');
    dispatchUntrusted(window, new FocusEvent('blur'));
    await pass(1_500);
    expect(server.last.keys).toEqual([{ code: 'MODIFIER', down: expect.any(Number), up: null }]);
    expect(server.last.signals.map((signal) => signal.type)).toEqual(['BLUR']);
  });

  it('under Command, whose release macOS keeps to itself, do not hold the others back', async () => {
    keyDown(element('#name'), 'MetaLeft');
    keyDown(element('#name'), 'KeyC');
    await pass(50);
    keyUp(element('#name'), 'MetaLeft');
    await pass(1_500);
    expect(server.last.keys.map((key) => key.up === null)).toEqual([false, true]);
  });

  it('without a code, as autofill makes them, are none', async () => {
    const name = element('#name') as HTMLInputElement;
    for (let i = 0; i < 3; i++) {
      // Chromium's autofill dispatches trusted events that are not keyboard events.
      for (const kind of ['keydown', 'keyup']) dispatch(name, new Event(kind, { bubbles: true, composed: true }));
      for (const kind of ['keydown', 'keyup']) dispatch(name, new KeyboardEvent(kind, { bubbles: true, composed: true }));
      name.value = 'anna';
      input(name, 'input', { inputType: 'insertReplacementText' });
    }
    await type(name, ['KeyA']);
    await pass(2_500);
    expect(codes()).toEqual(['LETTER_LEFT']);
    expect(server.last.signals.map((signal) => signal.type)).toEqual(['AUTOFILL', 'AUTOFILL', 'AUTOFILL']);
  });

  it('of which one cannot be read leave the others', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
    const unreadable = () => {
      throw new Error('no code');
    };
    const broken = Object.defineProperty(new KeyboardEvent('keydown', { bubbles: true, composed: true }), 'code', { get: unreadable });
    await type(element('#name'), ['KeyA']);
    dispatch(element('#name'), broken);
    await type(element('#name'), ['KeyL', 'Space']);
    await pass(1_500);
    expect(codes()).toEqual(['LETTER_LEFT', 'LETTER_RIGHT', 'SPACE']);
    expect(told).toHaveBeenCalledOnce();
  });

  it('that a script made are marked, and left out where they name no key', async () => {
    const press = (code: string) => dispatchUntrusted(element('#name'), new KeyboardEvent('keydown', { bubbles: true, code }));
    press('');
    press('KeyA');
    press('KeyB');
    await pass(3_500);
    expect(server.batches.flatMap((batch) => batch.signals.map((signal) => signal.type))).toEqual(['UNTRUSTED_EVENT']);
    expect(server.batches.flatMap((batch) => batch.keys)).toHaveLength(2);
  });

  it('that a script made have a mark when they go down, or within the second before, whatever order it dates them in', async () => {
    const ago = [0, 700, 3_000, 2_600];
    for (const [i, ms] of ago.entries()) {
      const down = new KeyboardEvent('keydown', { bubbles: true, code: `Key${'ABCD'[i]}` });
      dispatchUntrusted(element('#name'), down, { timeStamp: performance.now() - ms });
    }
    await pass(3_500);
    const marks = server.batches.flatMap((batch) => batch.signals.map((signal) => signal.t));
    const downs = server.batches.flatMap((batch) => batch.keys.map((key) => key.down));
    expect(downs).toHaveLength(ago.length);
    expect(downs.filter((down) => !marks.some((mark) => mark <= down && down <= mark + 1_000))).toEqual([]);
  });
});
