import { start } from './index';

export * from './index';

// <script async src="…/sdk/sentinel.js" data-session="…" data-token="…"></script> starts by itself.
const tag = document.currentScript;
if (tag instanceof HTMLScriptElement && tag.dataset.session && tag.dataset.token) {
  start({ sessionId: tag.dataset.session, token: tag.dataset.token, endpoint: tag.dataset.endpoint ?? new URL(tag.src).origin });
}
