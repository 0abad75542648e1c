import { flush, onDecision, start, stop } from './index';

// Exported by hand: the bundler's own export takes 4 % of the script.
(window as unknown as { Sentinel: object }).Sentinel = { flush, onDecision, start, stop };

// <script async src="…/sdk/sentinel.js" data-session="…" data-token="…"></script> starts by itself.
const tag = document.currentScript;
if (tag instanceof HTMLScriptElement && tag.dataset.session && tag.dataset.token) {
  start({ sessionId: tag.dataset.session, token: tag.dataset.token, endpoint: tag.dataset.endpoint ?? new URL(tag.src).origin });
}
