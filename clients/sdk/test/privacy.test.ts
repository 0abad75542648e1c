// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';
import * as Sentinel from '../src/index';
import { closePage, dispatch, element, input, keyDown, keyUp, openPage, pass } from './support/page';
import { Server } from './support/server';

const TEXT = 'Tr0ub4dor zebra';

const codeOf = (char: string) => (char === ' ' ? 'Space' : /\d/.test(char) ? `Digit${char}` : `Key${char.toUpperCase()}`);

afterEach(closePage);

it('no typed, pasted, filled, dictated or composed text leaves the page, as characters or as ordered keys', async () => {
  const server = Server.accepting();
  openPage(`<input id="a"><input id="b" type="password"><input id="c" data-sentinel="mask">
    <textarea id="d"></textarea><div id="e" contenteditable></div>
    <input id="f" autocomplete="cc-number" value="${TEXT}"><input id="g" name="${TEXT}" placeholder="${TEXT}" aria-label="${TEXT}">`);

  for (const id of ['#a', '#b', '#c', '#d', '#e', '#f', '#g']) {
    const field = element(id);
    for (const char of TEXT) {
      keyDown(field, codeOf(char), { key: char, charCode: char.charCodeAt(0), keyCode: char.charCodeAt(0) });
      input(field, 'beforeinput', { inputType: 'insertText', data: char });
      if ('value' in field) field.value = `${field.value as string}${char}`;
      input(field, 'input', { inputType: 'insertText', data: char });
      await pass(70);
      keyUp(field, codeOf(char), { key: char });
      await pass(50);
    }
    await pass(1_000);
    const paste = Object.assign(new Event('paste', { bubbles: true }), { clipboardData: { getData: () => TEXT } });
    dispatch(field, paste);
    input(field, 'input', { inputType: 'insertText', data: TEXT });
    input(field, 'input', { inputType: 'insertReplacementText', data: TEXT });
    dispatch(field, new Event('input', { bubbles: true }));
    dispatch(field, new CompositionEvent('compositionstart', { bubbles: true }));
    dispatch(field, new CompositionEvent('compositionend', { bubbles: true, data: TEXT }));
  }
  await pass(3_000);
  void Sentinel.flush();
  await pass(3_000);

  const strokes = server.batches.flatMap((batch) => batch.keys);
  const traffic = server.sent.map((sent) => sent.body).join('\n');
  expect(strokes.length).toBe(7 * TEXT.length);
  expect(server.batches.flatMap((batch) => batch.signals.map((signal) => signal.type))).toEqual(
    expect.arrayContaining(['PASTE', 'AUTOFILL', 'DICTATION', 'COMPOSITION']),
  );
  expect(traffic.toLowerCase()).not.toMatch(/tr0ub4dor|zebra|roub/);
  expect(traffic).not.toMatch(/"(Key[A-Z]|Digit\d|Space)"/);
  // Four groups for all keys, and one word for all keys of a secret.
  expect(new Set(strokes.map((stroke) => stroke.code))).toEqual(new Set(['LETTER_LEFT', 'LETTER_RIGHT', 'DIGIT', 'SPACE', 'MASKED']));
});

it('what a key typed is not even read', async () => {
  const server = Server.accepting();
  const read = vi.fn(() => 'a');
  const trap = { get: read };
  openPage('<input>');
  for (const kind of ['keydown', 'keyup'] as const) {
    const event = new KeyboardEvent(kind, { bubbles: true, code: 'KeyA' });
    for (const name of ['key', 'charCode', 'which', 'char']) Object.defineProperty(event, name, trap);
    dispatch(element('input'), event);
    await pass(80);
  }
  await pass(1_500);
  expect(server.last.keys).toHaveLength(1);
  expect(read).not.toHaveBeenCalled();
});

it('nothing that tells the page, the person or the device from others is sent', async () => {
  const server = Server.accepting();
  openPage('<input id="a" name="salary">');
  keyDown(element('#a'), 'KeyA');
  keyUp(element('#a'), 'KeyA');
  await pass(1_500);
  const members = ['dropped', 'keys', 'pointer', 'scale', 'sdk', 'sentAt', 'sequence', 'signals', 'stream', 'timerResolution'];
  expect(Object.keys(server.last).sort()).toEqual(members);
  expect(Object.keys(server.last.keys[0]!).sort()).toEqual(['code', 'down', 'up']);
});
