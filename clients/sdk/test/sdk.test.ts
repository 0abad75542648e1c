// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as Sentinel from '../src/index';
import { closePage, element, keyDown, keyUp, openPage, pass, point, type } from './support/page';
import { Server } from './support/server';

let server: Server;
beforeEach(() => {
  server = Server.accepting('CHALLENGE');
});
afterEach(closePage);

const key = () => type(element('input'), ['KeyA']);

describe('start', () => {
  it('sends nothing and sets no timer before something happens', async () => {
    openPage('<input>');
    expect(vi.getTimerCount()).toBe(0);
    await pass(10_000);
    expect(server.sent).toEqual([]);
  });

  it('of another session ends the one before', async () => {
    openPage('<input>');
    await key();
    Sentinel.start({ sessionId: 's002-2', token: 'other' });
    await key();
    await pass(1_500);
    expect(server.sent.map((sent) => [sent.url, sent.batch.keys.length])).toEqual([
      ['https://sentinel.test/api/v1/sessions/s001-1/batches', 1], ['/api/v1/sessions/s002-2/batches', 1],
    ]);
    expect(server.batches[0]!.stream).not.toBe(server.batches[1]!.stream);
  });
});

describe('a second copy of the script', () => {
  it('takes over from the first: nothing is sent twice', async () => {
    openPage('<input>');
    await key();
    vi.resetModules();
    const other = await import('../src/index');
    other.start({ sessionId: 's002-2', token: 'other' });
    await key();
    const heard = vi.fn();
    const mute = Sentinel.onDecision(heard);
    const flushed = Sentinel.flush();
    await pass(1_500);
    expect(await flushed).toBe(true);
    expect(heard).toHaveBeenCalled();
    mute();
    expect(server.sent.map((sent) => [sent.url.split('/').at(-2), sent.batch.keys.length])).toEqual([['s001-1', 1], ['s002-2', 1]]);
    Sentinel.start({ sessionId: 's003-3', token: 'again' });
    await key();
    await pass(1_500);
    expect(server.sent.slice(2).map((sent) => [sent.url.split('/').at(-2), sent.batch.keys.length])).toEqual([['s003-3', 1]]);
    other.stop();
  });
});

describe('flush', () => {
  it('resolves when the server has everything, what was under way included', async () => {
    openPage('<input>');
    server.latency = 400;
    await key();
    await pass(1_000);
    await key();
    const flushed = vi.fn();
    const done = Sentinel.flush().then(flushed);
    await pass(390);
    expect(flushed).not.toHaveBeenCalled();
    await pass(500);
    await done;
    expect(flushed).toHaveBeenCalledWith(true);
    expect(server.batches.map((batch) => batch.sequence)).toEqual([1, 2]);
  });

  it('leaves the key that is still held for later', async () => {
    openPage('<input>');
    await key();
    keyDown(element('input'), 'Enter');
    const flushed = Sentinel.flush();
    await pass(60);
    expect(await flushed).toBe(true);
    keyUp(element('input'), 'Enter');
    await pass(1_500);
    const strokes = server.batches.map((batch) => batch.keys.map((stroke) => [stroke.code, stroke.up !== null]));
    expect(strokes).toEqual([[['LETTER_LEFT', true]], [['ENTER', true]]]);
  });

  it('does not keep the site waiting for more than three seconds', async () => {
    openPage('<input>');
    server.will('unreachable', 'unreachable', 'unreachable', 'unreachable');
    await key();
    const flushed = Sentinel.flush();
    await pass(3_000);
    expect(await flushed).toBe(false);
  });

  it('is false where nothing runs', async () => {
    openPage('<input>');
    Sentinel.stop();
    expect(await Sentinel.flush()).toBe(false);
  });
});

describe('decisions', () => {
  it('are heard where the server discloses them', async () => {
    const [own, other] = [vi.fn(), vi.fn()];
    openPage('<input>', { onDecision: own });
    const mute = Sentinel.onDecision(other);
    await key();
    await pass(1_500);
    expect(own).toHaveBeenCalledWith({ sequence: 1, accepted: true, decision: 'CHALLENGE' });
    mute();
    await key();
    await pass(1_500);
    expect([own.mock.calls.length, other.mock.calls.length]).toEqual([2, 1]);
  });

  it('that a listener chokes on reach the others, and nothing stops', async () => {
    const told = vi.spyOn(console, 'error').mockReturnValue();
    const fault = new Error('the site has a fault');
    const other = vi.fn();
    openPage('<input>', {
      onDecision: () => {
        throw fault;
      },
    });
    const mute = Sentinel.onDecision(other);
    for (let i = 0; i < 3; i++) {
      await key();
      await pass(1_500);
    }
    mute();
    expect(server.batches.map((batch) => batch.sequence)).toEqual([1, 2, 3]);
    expect(other).toHaveBeenCalledTimes(3);
    expect(told.mock.calls).toEqual([[fault], [fault], [fault]]);
  });

  it('are silence where it does not', async () => {
    server = Server.accepting();
    const hear = vi.fn();
    openPage('<input>', { onDecision: hear });
    await key();
    await pass(1_500);
    expect([server.sent.length, hear.mock.calls.length]).toEqual([1, 0]);
  });
});

describe('the end', () => {
  it.each([
    [404, 'session_expired'], [409, 'session_ended'], [401, 'unauthorized'], [403, 'foreign_session'],
  ])('%d %s is final', async (status, code) => {
    const ended = vi.fn();
    openPage('<input>', { onEnd: ended });
    server.will({ status, body: { code } });
    await key();
    await pass(1_500);
    await key();
    point(document.body, 'pointermove', 1, 1);
    await pass(10_000);
    expect(ended.mock.calls).toEqual([[code]]);
    expect(server.sent).toHaveLength(1);
  });

  it('by stop sends the rest and nothing more', async () => {
    openPage('<input>');
    await key();
    Sentinel.stop();
    await key();
    await pass(10_000);
    expect(server.sent.map((sent) => [sent.keepalive, sent.batch.keys.length])).toEqual([[true, 1]]);
  });

  it('by stop sends at once what waited for another try, and hears the answer', async () => {
    openPage('<input>');
    server.will('unreachable');
    await key();
    await pass(1_100);
    Sentinel.stop();
    await pass(60_000);
    expect(server.sent.map((sent) => [sent.batch.sequence, sent.keepalive, sent.aborted])).toEqual([[1, true, false], [1, true, false]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('by stop of several batches is not the end of one because another fails', async () => {
    openPage('<input>');
    server.will('unreachable', 'unreachable', 'unreachable');
    for (let i = 0; i < 2; i++) {
      await key();
      void Sentinel.flush();
      await pass(50);
    }
    server.sent.length = 0;
    server.latency = 500;
    Sentinel.stop();
    server.latency = 900;
    await pass(60_000);
    expect(server.sent.map((sent) => [sent.batch.sequence, sent.aborted])).toEqual([[1, false], [2, false]]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('by stop without a network gives up', async () => {
    openPage('<input>');
    server.will('unreachable', 'unreachable');
    await key();
    Sentinel.stop();
    await pass(60_000);
    expect(server.sent).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });
});
