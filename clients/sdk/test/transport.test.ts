// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Sentinel from '../src/index';
import { closePage, dispatchUntrusted, element, keyDown, openPage, pass, point, type } from './support/page';
import { Server } from './support/server';

let server: Server;
beforeEach(() => {
  server = Server.accepting();
  openPage('<input id="name">');
});
afterEach(closePage);

const key = () => type(element('#name'), ['KeyA']);

/** Moves the pointer for `ms`, 100 samples a second. */
const moving = async (ms: number) => {
  for (let t = 0; t < ms; t += 10) {
    point(document.body, 'pointermove', t % 500, 7);
    await pass(10);
  }
};

const hide = (hidden: boolean) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(hidden ? 'hidden' : 'visible');
  dispatchUntrusted(document, new Event('visibilitychange'));
};

/** Every sequence once, with its body, even if it was repeated. */
const contents = () => new Map(server.sent.map((sent) => [`${sent.batch.stream}/${sent.batch.sequence}`, sent.body]));

describe('batches', () => {
  it('go to the session with its token, about once a second', async () => {
    await moving(5_000);
    await pass(2_000);
    expect(server.sent[0]!.url).toBe('https://sentinel.test/api/v1/sessions/s001-1/batches');
    expect(server.sent[0]!.headers).toEqual({ Authorization: 'Bearer secret-token', 'Content-Type': 'application/json' });
    expect(server.batches.map((batch) => batch.sequence)).toEqual([1, 2, 3, 4, 5]);
    expect(server.batches.reduce((sum, batch) => sum + batch.pointer.length, 0)).toBe(500);
  });

  it('go sooner when two hundred events are there', async () => {
    for (let i = 0; i < 250; i++) {
      point(document.body, 'pointermove', i, 0);
      await pass(4);
      if (server.sent.length) break;
    }
    expect(server.last.pointer.length).toBe(200);
    expect(server.sent[0]!.at).toBeLessThan(5_900);
  });

  it('are not sent while nothing happens', async () => {
    await key();
    await pass(60_000);
    expect(server.sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are under way one at a time', async () => {
    server.latency = 3_000;
    await moving(12_000);
    await pass(20_000);
    expect(server.mostUnderWay).toBe(1);
    expect(server.batches.reduce((sum, batch) => sum + batch.pointer.length, 0)).toBe(1_200);
  });
});

describe('a batch that the server did not take', () => {
  it.each([
    ['cannot be reached', 'unreachable'], ['is overloaded', { status: 503 }], ['is at fault', { status: 500 }],
    ['does not know', { status: 200, body: { sequence: 1, accepted: false } }],
    ['is hidden by a proxy that finds nothing', { status: 404 }], ['is hidden by a firewall', { status: 403, body: { code: 403 } }],
  ] as const)('is sent again with the same bytes when the server %s', async (_, reply) => {
    server.will(reply, reply, reply);
    await key();
    await pass(15_000);
    expect(server.sent).toHaveLength(4);
    expect(new Set(server.sent.map((sent) => sent.body)).size).toBe(1);
    const waits = server.sent.slice(1).map((sent, i) => sent.at - server.sent[i]!.at);
    expect(waits[2]).toBeGreaterThan(waits[0]!);
  });

  it('waits for as long as the server says, even where the site asks for a flush', async () => {
    server.will({ status: 429, headers: { 'Retry-After': '9' } });
    await key();
    await pass(1_500);
    void Sentinel.flush();
    await pass(7_000);
    expect(server.sent).toHaveLength(1);
    await pass(5_000);
    expect(server.sent).toHaveLength(2);
  });

  it('waits for as long as the server says, even where the page is hidden; one that ends tries once more', async () => {
    server.will({ status: 429, headers: { 'Retry-After': '60' } });
    await key();
    await pass(1_500);
    hide(true);
    await pass(5_000);
    hide(false);
    await pass(50_000);
    expect(server.sent).toHaveLength(1);
    hide(true);
    dispatchUntrusted(window, new Event('pagehide'));
    expect(server.sent.slice(1).map((sent) => [sent.batch.sequence, sent.keepalive])).toEqual([[1, true], [2, true], [3, true]]);
  });

  it('waits for as long as the server says, even where another that was under way is taken', async () => {
    server.latency = 2_000;
    await key();
    void Sentinel.flush();
    await key();
    server.will({ status: 503, headers: { 'Retry-After': '30' } });
    hide(true);
    await pass(25_000);
    expect(server.sent.map((sent) => sent.batch.sequence)).toEqual([1, 2]);
    await pass(20_000);
    expect(server.sent.map((sent) => sent.batch.sequence)).toEqual([1, 2, 2]);
  });

  it('is given up after ten silent seconds and sent again', async () => {
    server.will('silent');
    await key();
    await pass(13_000);
    expect(contents().size).toBe(1);
    expect(server.sent).toHaveLength(2);
  });

  it('comes at once when the network is back', async () => {
    server.will('unreachable', 'unreachable', 'unreachable', 'unreachable', 'unreachable', 'unreachable');
    await key();
    await pass(31_000);
    const tries = server.sent.length;
    dispatchUntrusted(window, new Event('online'));
    await pass(100);
    expect(server.sent).toHaveLength(tries + 1);
  });

  it('for what it is, is lost and counted by the next', async () => {
    server.will({ status: 422, body: { code: 'invalid_request' } });
    await key();
    await key();
    await pass(1_500);
    await key();
    await pass(1_500);
    expect(server.batches.map((batch) => [batch.sequence, batch.dropped])).toEqual([[1, 0], [2, 2]]);
  });

  it('because it had been scored, is done', async () => {
    server.will({ status: 409, body: { code: 'already_scored' } });
    await key();
    await pass(1_500);
    await key();
    await pass(1_500);
    expect(server.batches.map((batch) => [batch.sequence, batch.dropped])).toEqual([[1, 0], [2, 0]]);
  });
});

describe('a stream that the server has closed', () => {
  it('is followed by another, with the same events', async () => {
    await key();
    await pass(1_500);
    server.will({ status: 409, body: { code: 'stream_closed' } });
    await key();
    await pass(1_500);
    const [first, refused, again] = server.batches;
    expect(refused!.stream).toBe(first!.stream);
    expect(again!.stream).not.toBe(first!.stream);
    expect([again!.sequence, again!.keys, again!.dropped]).toEqual([1, refused!.keys, 0]);
  });

  it('is followed by another without what it may have scored', async () => {
    server.will('unreachable', { status: 409, body: { code: 'stream_closed' } });
    await key();
    await pass(4_000);
    await key();
    await pass(1_500);
    const [tried, , next] = server.batches;
    expect(next!.keys[0]!.down).toBeGreaterThan(tried!.keys[0]!.up!);
    expect([next!.sequence, next!.dropped]).toEqual([1, 1]);
  });
});

describe('offline', () => {
  it('for twenty seconds loses nothing', async () => {
    server.will(...Array<'unreachable'>(6).fill('unreachable'));
    await moving(20_000);
    await pass(60_000);
    const batches = [...contents().values()].map((body) => JSON.parse(body) as { pointer: unknown[]; dropped: number; sequence: number });
    expect(batches.reduce((sum, batch) => sum + batch.pointer.length, 0)).toBe(2_000);
    expect(batches.every((batch) => batch.dropped === 0)).toBe(true);
    expect(batches.map((batch) => batch.sequence)).toEqual(batches.map((_, i) => i + 1));
    for (const sent of server.sent) expect(sent.body.length).toBeLessThan(60_000);
  });

  it('for long loses the oldest, and says how many', async () => {
    server.will(...Array<'unreachable'>(10).fill('unreachable'));
    await moving(100_000);
    await pass(120_000);
    const batches = [...contents().values()].map((body) => JSON.parse(body) as { pointer: unknown[]; dropped: number });
    const [pointer, dropped] = batches.reduce(([p, d], batch) => [p + batch.pointer.length, d + batch.dropped], [0, 0]);
    expect(dropped).toBeGreaterThan(5_000);
    expect(pointer + dropped).toBe(10_000);
  });
});

it('what is under way is not dropped for want of room, and its answer is taken for no other', async () => {
  server.latency = 4_000;
  // With the signal that the page is hidden, eight.
  for (let batch = 1; batch <= 7; batch++) {
    await type(element('#name'), batch === 2 ? ['KeyA', 'KeyB'] : ['KeyA'], 20, 20);
    void Sentinel.flush();
  }
  hide(true);
  await key();
  void Sentinel.flush();
  await pass(5_000);
  await key();
  await pass(6_000);
  const batches = [...contents().values()].map((body) => JSON.parse(body) as { keys: unknown[]; dropped: number });
  expect(batches.reduce((sum, batch) => sum + batch.keys.length, 0)).toBe(9);
  expect(batches.reduce((sum, batch) => sum + batch.dropped, 0)).toBe(1);
});

describe('a page that goes', () => {
  it('sends what it has in a request that outlives it, once', async () => {
    await key();
    keyDown(element('#name'), 'KeyB');
    hide(true);
    dispatchUntrusted(window, new Event('pagehide'));
    expect(server.sent.map((sent) => sent.keepalive)).toEqual([true]);
    expect(server.last.keys.map((stroke) => stroke.up === null)).toEqual([false, true]);
    expect(server.last.signals.map((signal) => signal.type)).toEqual(['HIDDEN']);
  });

  it('leaves what is under way to outlive it, and sends the rest', async () => {
    server.latency = 5_000;
    await key();
    await pass(1_000);
    await key();
    dispatchUntrusted(window, new Event('pagehide'));
    expect(server.sent.map((sent) => [sent.batch.sequence, sent.keepalive])).toEqual([[1, true], [2, true]]);
    expect(contents().size).toBe(2);
  });

  it('sends nothing more when the browser hides it', async () => {
    await key();
    dispatchUntrusted(window, new Event('pagehide'));
    hide(true);
    await pass(5_000);
    expect(server.sent.map((sent) => [sent.batch.sequence, sent.keepalive])).toEqual([[1, true]]);
  });

  it('stays within 64 KiB', async () => {
    server.will('unreachable');
    await moving(14_000);
    server.sent.length = 0;
    server.latency = 60_000;
    await moving(2_000);
    dispatchUntrusted(window, new Event('pagehide'));
    const outliving = server.sent.filter((sent) => sent.keepalive);
    expect(outliving.length).toBeGreaterThan(0);
    expect(outliving.reduce((sum, sent) => sum + sent.body.length, 0)).toBeLessThan(64 * 1024);
  });

  it('and comes back goes on, with what could not be sent', async () => {
    server.will('unreachable');
    await key();
    hide(true);
    await pass(5_000);
    hide(false);
    await key();
    await pass(5_000);
    expect([...contents().keys()].map((name) => name.split('/')[1])).toEqual(['1', '2']);
    expect(new Set(server.batches.map((batch) => batch.stream)).size).toBe(1);
  });

  it('and is kept by the browser comes back as another stream', async () => {
    await key();
    dispatchUntrusted(window, new Event('pagehide'));
    await pass(10_000);
    dispatchUntrusted(window, Object.assign(new Event('pageshow'), { persisted: true }));
    await key();
    await pass(1_500);
    expect(server.batches.map((batch) => batch.sequence)).toEqual([1, 1]);
    expect(new Set(server.batches.map((batch) => batch.stream)).size).toBe(2);
  });
});

describe('a machine that slept', () => {
  it('starts another stream, with the clock of the day', async () => {
    await key();
    vi.setSystemTime(Date.now() + 3_600_000);
    const woken = Date.now();
    await key();
    await pass(1_500);
    const [before, after] = server.batches;
    expect([before!.sequence, after!.sequence]).toEqual([1, 1]);
    expect(after!.stream).not.toBe(before!.stream);
    expect(after!.keys[0]!.down).toBe(woken);
    expect(before!.keys[0]!.down).toBeLessThan(woken - 3_600_000);
  });

  it('while its clocks ran on starts another stream after five minutes', async () => {
    await key();
    await pass(301_000);
    await key();
    await pass(1_500);
    expect(new Set(server.batches.map((batch) => batch.stream)).size).toBe(2);
  });
});
