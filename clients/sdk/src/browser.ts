import { flush, onDecision, start, stop } from './index';

// Exported by hand: the bundler's own export takes 4 % of the script.
(window as unknown as { Sentinel: object }).Sentinel = { flush, onDecision, start, stop };

// <script async src="…/sdk/sentinel.js" data-session="…" data-token="…"></script> starts by itself.
const tag = document.currentScript;
if (tag instanceof HTMLScriptElement) {
  const { dataset } = tag;

  const begin = (sessionId?: string, token?: string) => {
    if (!sessionId || !token) return;
    const endpoint = dataset.endpoint ?? new URL(tag.src).origin;
    start({ sessionId, token, endpoint, onEnd: (code) => /expired|ended|unauthorized/.test(code) && ask(sessionId) });
  };

  /** Asks the site for another session, which it opens for a user who is logged in. */
  const ask = async (expired?: string) => {
    if (!dataset.renew) return;
    try {
      const opened = await (await fetch(dataset.renew, { method: 'POST' })).json();
      if (opened.sessionId !== expired) begin(opened.sessionId, opened.token);
    } catch {
      // The site has none, or cannot be reached: the next page asks again.
    }
  };

  if (dataset.session) begin(dataset.session, dataset.token);
  else void ask();
}
