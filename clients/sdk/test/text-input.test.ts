// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closePage, dispatch, dispatchUntrusted, element, input, keyDown, keyUp, openPage, pass } from './support/page';
import { Server } from './support/server';

let server: Server;
beforeEach(() => {
  server = Server.accepting();
  openPage('<input id="name"><input id="secret" type="password"><input id="off" data-sentinel="off"><input id="tick" type="checkbox">');
});
afterEach(closePage);

const signals = () => server.batches.flatMap((batch) => batch.signals).map(({ t: _, ...signal }) => signal);
const keys = () => server.batches.flatMap((batch) => batch.keys);

const set = (id: string, value: string) => {
  (element(id) as HTMLInputElement).value = value;
};

const paste = (text: string) =>
  Object.assign(new Event('paste', { bubbles: true, composed: true }), { clipboardData: { getData: () => text } });

describe('text that was not typed', () => {
  it('is declared by its length when it is pasted or dropped', async () => {
    dispatch(element('#secret'), paste('correct horse'));
    input(element('#name'), 'input', { inputType: 'insertFromPaste' });
    input(element('#name'), 'input', { inputType: 'insertFromDrop', data: 'abc' });
    await pass(1_500);
    expect(signals()).toEqual([{ type: 'PASTE', field: 'password', length: 13 }, { type: 'PASTE', length: 3 }]);
  });

  it('is declared when the browser or a password manager fills it in', async () => {
    set('#name', 'anna');
    dispatch(element('#name'), new Event('input', { bubbles: true }));
    set('#secret', 'tr0ub4dor');
    // The manager sends its own key events, which are not typing.
    for (const kind of ['keydown', 'keyup']) dispatchUntrusted(element('#secret'), new KeyboardEvent(kind, { bubbles: true }));
    dispatchUntrusted(element('#secret'), new Event('input', { bubbles: true }));
    set('#name', 'anna b');
    input(element('#name'), 'input', { inputType: 'insertReplacementText' });
    await pass(1_500);
    expect(signals().filter((signal) => signal.type !== 'UNTRUSTED_EVENT')).toEqual([
      { type: 'AUTOFILL', length: 4 }, { type: 'AUTOFILL', field: 'password', length: 9 }, { type: 'AUTOFILL', length: 6 },
    ]);
  });

  it('is declared when it is dictated, and not when a key has typed it', async () => {
    input(element('#name'), 'input', { inputType: 'insertText', data: 'hello world' });
    await pass(1_500);
    expect(signals()).toEqual([{ type: 'DICTATION', length: 11 }]);
    keyDown(element('#name'), 'KeyA');
    input(element('#name'), 'input', { inputType: 'insertText', data: 'a' });
    set('#name', 'a');
    // A framework notifies its components with its own event.
    dispatchUntrusted(element('#name'), new Event('input', { bubbles: true }));
    keyUp(element('#name'), 'KeyA');
    await pass(1_500);
    expect(signals()).toHaveLength(1);
  });

  it('is a key\'s doing, however late a busy page handles it', async () => {
    const pressed = performance.now();
    await pass(900);
    dispatch(element('#name'), new KeyboardEvent('keydown', { bubbles: true, code: 'KeyA' }), { timeStamp: pressed });
    input(element('#name'), 'input', { inputType: 'insertText', data: 'a' });
    dispatch(element('#name'), new KeyboardEvent('keyup', { bubbles: true, code: 'KeyA' }), { timeStamp: pressed + 80 });
    await pass(1_500);
    expect(signals()).toEqual([]);
    // No key is held, so no key typed the text.
    input(element('#name'), 'input', { inputType: 'insertText', data: 'hello' });
    await pass(1_500);
    expect(signals()).toEqual([{ type: 'DICTATION', length: 5 }]);
  });

  it('is not what ticks a box, nor what happens where the site opts out', async () => {
    dispatch(element('#tick'), new Event('input', { bubbles: true }));
    dispatch(element('#off'), paste('secret'));
    set('#off', 'x');
    dispatch(element('#off'), new Event('input', { bubbles: true }));
    await pass(3_000);
    expect(server.sent).toEqual([]);
  });

  it('is declared when an input method composed it', async () => {
    const name = element('#name');
    dispatch(name, new CompositionEvent('compositionstart', { bubbles: true }));
    for (const code of ['KeyN', 'KeyI']) keyDown(name, code, { keyCode: 229, isComposing: true });
    dispatch(name, new CompositionEvent('compositionend', { bubbles: true, data: 'にほん' }));
    await pass(1_500);
    expect([signals(), keys()]).toEqual([[{ type: 'COMPOSITION', length: 3 }], []]);
  });
});

describe('an on-screen keyboard that names no keys', () => {
  const tap = async (inputType: string, data?: string, id = '#name') => {
    keyDown(element(id), '', { keyCode: 229, key: 'Unidentified' });
    input(element(id), 'beforeinput', { inputType, ...(data && { data }), isComposing: true });
    await pass(150);
  };

  it('gives its rhythm, without releases and without letters', async () => {
    dispatch(element('#name'), new CompositionEvent('compositionstart', { bubbles: true }));
    await tap('insertCompositionText', 'h');
    await tap('insertCompositionText', 'hi');
    dispatch(element('#name'), new CompositionEvent('compositionend', { bubbles: true, data: 'hi' }));
    await tap('deleteContentBackward');
    await tap('insertText', 'x', '#secret');
    await tap('insertLineBreak');
    await pass(1_500);
    expect(keys().map((key) => [key.code, key.up])).toEqual([
      ['OTHER', null], ['OTHER', null], ['EDIT', null], ['MASKED', null], ['ENTER', null],
    ]);
    expect(keys()[1]!.down - keys()[0]!.down).toBe(150);
    expect(signals()).toEqual([]);
  });

  it('gives it for the keys too whose number it tells, without a name', async () => {
    keyDown(element('#name'), '', { keyCode: 8 });
    input(element('#name'), 'beforeinput', { inputType: 'deleteContentBackward' });
    keyUp(element('#name'), '', { keyCode: 8 });
    await pass(200);
    keyDown(element('#name'), '', { keyCode: 13 });
    input(element('#name'), 'beforeinput', { inputType: 'insertLineBreak' });
    await pass(1_500);
    expect(keys().map((key) => [key.code, key.up])).toEqual([['EDIT', null], ['ENTER', null]]);
  });

  it.each([65, 0])('gives it where WebKit says that the key is unidentified, with the number %d', async (keyCode) => {
    for (const inputType of ['insertText', 'insertText', 'deleteContentBackward']) {
      keyDown(element('#name'), 'Unidentified', { keyCode });
      input(element('#name'), 'beforeinput', { inputType });
      keyUp(element('#name'), 'Unidentified', { keyCode });
      await pass(150);
    }
    await pass(1_500);
    expect(keys().map((key) => [key.code, key.up])).toEqual([['OTHER', null], ['OTHER', null], ['EDIT', null]]);
  });

  it('declares a word that came by a swipe', async () => {
    dispatch(element('#name'), new CompositionEvent('compositionstart', { bubbles: true }));
    await tap('insertCompositionText', 'hello');
    dispatch(element('#name'), new CompositionEvent('compositionend', { bubbles: true, data: 'hello' }));
    await pass(1_500);
    expect(signals()).toEqual([{ type: 'COMPOSITION', length: 5 }]);
  });
});
