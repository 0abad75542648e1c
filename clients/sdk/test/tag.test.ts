// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { closePage, element, pass, type } from './support/page';

const calls: { url: string; method: string | undefined }[] = [];

/** Answers of the site and of Sentinel, which takes nothing of the session s-old. */
function answer(renewed: unknown, over = { code: 'session_expired', status: 404 }): void {
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    calls.push({ url, method: init.method });
    if (url === '/sentinel/session') return Promise.resolve(Response.json(renewed));
    if (url.includes('/s-old/')) return Promise.resolve(Response.json({ code: over.code }, { status: over.status }));
    return Promise.resolve(Response.json({ accepted: true }));
  });
}

/** Runs the script as a page's tag with these attributes. */
async function load(data: Record<string, string>): Promise<void> {
  const tag = document.createElement('script');
  tag.src = 'https://sentinel.test/sdk/sentinel.js';
  Object.assign(tag.dataset, data);
  Object.defineProperty(document, 'currentScript', { value: tag, configurable: true });
  vi.resetModules();
  await import('../src/browser');
}

const typeAndWait = async () => {
  type(element('#name'), ['KeyA']);
  await pass(2_000);
};

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') });
  document.body.innerHTML = '<input id="name">';
  calls.length = 0;
});

afterEach(async () => {
  (window as unknown as { Sentinel: { stop(): void } }).Sentinel.stop();
  await closePage();
  vi.unstubAllGlobals();
});

it('starts by itself, and sends to where it was loaded from', async () => {
  answer(null);
  await load({ session: 's-1', token: 't' });
  await typeAndWait();
  expect(calls).toEqual([{ url: 'https://sentinel.test/api/v1/sessions/s-1/batches', method: 'POST' }]);
});

it.each([
  ['has expired', { code: 'session_expired', status: 404 }],
  ['was replaced by a log-in in another tab', { code: 'session_ended', status: 409 }],
])('asks the site for another session when its own %s', async (_, over) => {
  answer({ sessionId: 's-new', token: 't2' }, over);
  await load({ session: 's-old', token: 't', renew: '/sentinel/session' });
  await typeAndWait();
  expect(calls.map((call) => call.url)).toContain('/sentinel/session');
  await typeAndWait();
  expect(calls.at(-1)!.url).toBe('https://sentinel.test/api/v1/sessions/s-new/batches');
});

it('does not ask again and again for a session that stays expired', async () => {
  answer({ sessionId: 's-old', token: 't' });
  await load({ session: 's-old', token: 't', renew: '/sentinel/session' });
  for (let i = 0; i < 5; i++) await typeAndWait();
  expect(calls.filter((call) => call.url === '/sentinel/session')).toHaveLength(1);
});

it('asks at once where the log-in got none', async () => {
  answer({ sessionId: 's-new', token: 't2' });
  await load({ renew: '/sentinel/session' });
  await pass(10);
  await typeAndWait();
  expect(calls.map((call) => call.url)).toEqual(['/sentinel/session', 'https://sentinel.test/api/v1/sessions/s-new/batches']);
});

it('does nothing without a session and without a site to ask', async () => {
  answer(null);
  await load({});
  await typeAndWait();
  expect(calls).toEqual([]);
});
