// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as Sentinel from '../src/index';
import { closePage, element, openPage, pass, point, type } from './support/page';
import { Server } from './support/server';

let server: Server;
beforeEach(() => {
  server = Server.accepting();
});
afterEach(async () => {
  await closePage();
  vi.restoreAllMocks();
});

const key = (selector: string) => type(element(selector), ['KeyA']);

it('gives no listener a signal, and removes each: zone.js shares those that have one', () => {
  const add = vi.spyOn(window, 'addEventListener');
  const remove = vi.spyOn(window, 'removeEventListener');
  openPage('<input id="a">');
  Sentinel.stop();
  expect(add.mock.calls.length).toBeGreaterThan(10);
  expect(add.mock.calls.filter(([, , options]) => options && typeof options === 'object' && 'signal' in options)).toEqual([]);
  expect(remove.mock.calls.map(([kind, listener]) => [kind, listener])).toEqual(add.mock.calls.map(([kind, listener]) => [kind, listener]));
});

it('sends arrays where a library gives every array a toJSON', async () => {
  const arrays = Array.prototype as { toJSON?: () => string };
  arrays.toJSON = () => 'a string';
  try {
    openPage('<input id="a">');
    await key('#a');
    await pass(2_000);
  } finally {
    delete arrays.toJSON;
  }
  expect(server.last.keys).toHaveLength(1);
  expect(server.last.signals).toEqual([]);
});

it.each([
  ['throws', () => { throw new TypeError('blocked by an extension'); }],
  ['answers nothing', () => undefined],
])('sends again if a fetch that the page replaced %s', async (_, broken) => {
  openPage('<input id="a">');
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', broken);
  await key('#a');
  await pass(1_500);
  vi.stubGlobal('fetch', fetch);
  await pass(20_000);
  expect(server.batches.map((batch) => batch.sequence)).toEqual([1]);
});

it.each(['closest', 'matches', 'getAttribute', 'getRootNode', 'parentNode', 'parentElement', 'shadowRoot'])(
  'records in a form that has a field named %s', async (name) => {
    const errors = vi.spyOn(console, 'error');
    openPage(`<form id="form" data-sentinel="mask"><input id="a" name="${name}"></form>`);
    point(element('#form'), 'pointermove', 3, 4);
    await key('#a');
    await pass(2_000);
    expect(errors).not.toHaveBeenCalled();
    expect([server.last.pointer.length, server.last.keys[0]!.code]).toEqual([1, 'MASKED']);
  });

it('says once on the console that Sentinel cannot be reached, until it answers again', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  const server = Server.accepting();
  openPage('<input id="name">');
  server.will('unreachable', 'unreachable', 'unreachable');
  for (let i = 0; i < 12; i++) {
    type(element('#name'), ['KeyA']);
    await pass(5_000);
  }
  expect(server.sent.length).toBeGreaterThan(4);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]![0]).toContain('Cors:Origins');
});

it('says once on the console that batches are refused', async () => {
  const warn = vi.spyOn(console, 'warn').mockReturnValue();
  server.will(...Array.from({ length: 3 }, () => ({ status: 400, body: { code: 'invalid' } })));
  openPage('<input id="a">');
  for (let i = 0; i < 3; i++) {
    await key('#a');
    await pass(2_000);
  }
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]![0]).toContain('400');
});

it.each(['autocomplete="one-time-code"', 'data-sentinel="device"', 'data-sentinel="mask" autocomplete="one-time-code"'])(
  'declares keys in a field with %s', async (attributes) => {
    openPage(`<input id="a" ${attributes}><input id="b">`);
    await key('#b');
    await pass(2_000);
    expect(server.last.signals).toEqual([]);
    await key('#a');
    await pass(2_000);
    const { keys: [stroke], signals: [signal] } = server.last;
    expect([signal!.type, signal!.t]).toEqual(['AUTOFILL', stroke!.down]);
  });
