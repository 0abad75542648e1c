// A step-up with a passkey. SentinelPasskey.stepUp(challengeId) resolves to how it ended:
//   passed       send the refused action again
//   failed       the passkey was not accepted; this counts as a failed step-up
//   cancelled    the person closed the dialog, or let it end; this counts for nothing
//   none         the user has no passkey, or the browser knows none: show your own step-up
//   again        the challenge is over: send the refused action again, for another one
//   unavailable  nothing could be kept: try again
(() => {
  const base = new URL('.', document.currentScript.src);
  const isKnown = typeof window.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function';

  const post = (path, body) =>
    fetch(new URL(path, base), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });

  async function answerOf(options) {
    try {
      const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
      return (await navigator.credentials.get({ publicKey }))?.toJSON();
    } catch {
      return undefined;
    }
  }

  async function stepUp(challengeId) {
    if (!isKnown) return 'none';
    try {
      const asked = await post('passkey/request', { challengeId });
      if (asked.status === 204) return 'none';
      if (!asked.ok) return 'unavailable';
      const { options, ticket } = await asked.json();
      const credential = await answerOf(options);
      if (!credential) return 'cancelled';
      const answered = await post('passkey', { ticket, credential });
      return answered.ok ? (await answered.json()).outcome : 'unavailable';
    } catch {
      return 'unavailable';
    }
  }

  function serve(button) {
    const said = button.nextElementSibling;
    const texts = {
      failed: button.dataset.failed ?? 'This passkey was not accepted.',
      none: button.dataset.failed ?? 'There is no passkey to use.',
      unavailable: button.dataset.unavailable ?? 'That did not work. Try again in a moment.',
    };
    button.hidden = false;
    button.addEventListener('click', async () => {
      // It keeps the focus, which a disabled button would lose.
      if (button.ariaDisabled) return;
      button.ariaDisabled = 'true';
      said.textContent = '';
      const outcome = await stepUp(button.dataset.sentinelChallenge);
      if (outcome === 'passed' || outcome === 'again') return location.replace(button.dataset.back);
      said.textContent = texts[outcome] ?? '';
      button.ariaDisabled = null;
    });
  }

  window.SentinelPasskey = { stepUp };
  if (isKnown) document.querySelectorAll('button[data-sentinel-challenge]').forEach(serve);
})();
