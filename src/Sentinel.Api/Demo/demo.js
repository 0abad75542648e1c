// The demo bank's page: a log-in and a transfer with Sentinel's SDK, and a panel that shows what the server thinks of the session.
const $ = (id) => document.getElementById(id);
const points = [];
let watching;
let events = 0;
let words = {};

// Counts what leaves the page, as it leaves.
const send = window.fetch;
window.fetch = (url, init) => {
  if (String(url).endsWith('/batches')) {
    const batch = JSON.parse(init.body);
    events += batch.keys.length + batch.pointer.length + batch.signals.length;
    $('events').textContent = events;
  }
  return send(url, init);
};

const AWAY = 'The server cannot be reached; try again.';

// The answer with its status, which is 0 where there was no answer.
async function ask(path, init) {
  try {
    const response = await send(`/demo${path}`, init);
    const answer = response.headers.get('Content-Type')?.includes('json') ? await response.json() : {};
    return { ...answer, status: response.status };
  } catch {
    return { status: 0 };
  }
}

const post = (path, body) =>
  ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });

function say(text) {
  $('outcome').textContent = text;
}

// What is read out is read out when it changes, not every second.
function tell(id, text) {
  if ($(id).textContent !== text) $(id).textContent = text;
}

// A detector speaks for a bot where it finds what its words say, and for a person where it finds the opposite.
function directionOf(weight) {
  if (weight === 0) return '';
  return weight > 0 ? `(yes: for a bot, ${weight.toFixed(2)})` : `(no: for a person, ${weight.toFixed(2)})`;
}

async function look() {
  const session = await ask('/session');
  tell('stale', session.status === 200 ? '' : 'Nothing new can be learnt from the server now; this is what it said last.');
  if (session.status !== 200) return;
  const { decision } = session;
  tell('decision', decision);
  $('decision').dataset.is = decision;
  tell('phase', session.phase);
  $('trust').textContent = session.trust.toFixed(2);
  $('risk').textContent = session.risk.toFixed(2);
  $('windows').textContent = session.windows;
  points.push(session.trust);
  draw(session.trust);
  $('reasons').replaceChildren(...(session.reasons.length ? session.reasons : [null]).map((reason) => {
    const item = document.createElement('li');
    item.textContent = reason ? `${words[reason.code] ?? reason.code} ${directionOf(reason.weight)}` : 'None yet';
    item.title = reason?.code ?? '';
    return item;
  }));
}

function draw(trust) {
  const shown = points.slice(-120);
  const step = 300 / Math.max(1, shown.length - 1);
  $('line').setAttribute('points', shown.map((value, i) => `${(i * step).toFixed(1)},${(100 - 100 * value).toFixed(1)}`).join(' '));
  $('chart').setAttribute('aria-label', `Trust over the last ${shown.length} seconds: from ${shown[0].toFixed(2)} to ${trust.toFixed(2)}`);
}

// A form does one thing at a time. Its button says so and keeps the focus, which a disabled one would lose.
function onSubmit(id, work) {
  once($(id), 'submit', $(id).querySelector('button:not([type])'), work);
}

const onClick = (id, work) => once($(id), 'click', $(id), work);

function once(target, type, button, work) {
  target.addEventListener(type, async (event) => {
    event.preventDefault();
    if (button.ariaDisabled) return;
    button.ariaDisabled = 'true';
    try {
      await work();
    } finally {
      button.ariaDisabled = null;
    }
  });
}

onSubmit('login', async () => {
  const opened = await post('/login', { name: $('name').value });
  if (opened.status !== 200) return say(opened.status ? 'The log-in failed; try again.' : AWAY);
  // A real site opens the session once the password was right; this page starts to watch here.
  window.Sentinel?.start({ sessionId: opened.sessionId, token: opened.token });
  $('login').hidden = true;
  $('transfer').hidden = false;
  $('bank-title').textContent = 'Transfer';
  $('add-passkey').hidden = !window.PublicKeyCredential?.parseCreationOptionsFromJSON || !window.SentinelPasskey;
  $('to').focus();
  say('Logged in.');
  const { items } = await ask('/reasons');
  words = Object.fromEntries((items ?? []).map((reason) => [reason.code, reason.meaning]));
  clearInterval(watching);
  watching = setInterval(look, 1000);
  await look();
});

onSubmit('transfer', async () => {
  await window.Sentinel?.flush();
  const answer = await post('/transfer');
  if (!answer.status) return say(AWAY);
  if (answer.sent) return say(`Sent: ${$('amount').value} euro to ${$('to').value}.`);
  if (answer.code === 'blocked') return say('Refused: this looks like a bot. Start over to try again.');
  if (!answer.challengeId) return say('Nothing is known of this session now; log in again.');
  // The dialog is there before its text: a screen reader hears only what changes in what is shown.
  $('sms').textContent = 'Demo Bank is sending a code.';
  $('code-outcome').textContent = '';
  $('code').value = '';
  $('step-up').dataset.challenge = answer.challengeId;
  $('step-up').showModal();
  $('code').focus();
  const text = await post(`/challenges/${answer.challengeId}/code`);
  $('sms').textContent = text.message ?? (text.status ? 'No code could be sent; cancel and transfer again.' : AWAY);
});

onSubmit('code-form', async () => {
  const { passed, status } = await post(`/challenges/${$('step-up').dataset.challenge}`, { code: $('code').value });
  if (!status) {
    $('code-outcome').textContent = AWAY;
    return;
  }
  $('step-up').close();
  await look();
  if (passed) return $('transfer').requestSubmit();
  say('That was not the code. Transfer again for a new one.');
});

// An account is as new as its log-in, so its first passkey needs no more proof. A site asks for a HIGH action's trust first.
onClick('add-passkey', async () => {
  const { options, state, status } = await post('/passkeys/options');
  if (status !== 200) return say(status ? 'No passkey can be added now; log in again.' : AWAY);
  let credential;
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    credential = (await navigator.credentials.create({ publicKey })).toJSON();
  } catch {
    return say('No passkey was made.');
  }
  const { added } = await post('/passkeys', { state, credential });
  if (!added) return say('The passkey was not accepted.');
  $('add-passkey').hidden = true;
  $('use-passkey').hidden = false;
  say('Added: your passkey can say that it is you, beside the code.');
});

onClick('use-passkey', async () => {
  const outcome = await window.SentinelPasskey.stepUp($('step-up').dataset.challenge);
  if (outcome === 'cancelled') return tell('code-outcome', 'No passkey was used; the code works too.');
  if (outcome === 'unavailable') return tell('code-outcome', 'That did not work; try again, or enter the code.');
  $('step-up').close();
  await look();
  if (outcome === 'passed') return $('transfer').requestSubmit();
  say(outcome === 'failed' ? 'That passkey was not accepted. Transfer again.' : 'Transfer again, and say then that it is you.');
});

$('cancel').addEventListener('click', () => $('step-up').close());
$('restart').addEventListener('click', () => location.reload());

// A script that types as scripts do: a key every 60 ms, held for 5.
$('bot').addEventListener('click', async () => {
  const note = $('note');
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  say('A script is typing into the note.');
  note.focus();
  for (let i = 0; i < 120 && $('decision').textContent !== 'BLOCK'; i++) {
    const init = { code: `Key${'ABCDEFGHIJ'[i % 10]}`, bubbles: true, composed: true };
    note.dispatchEvent(new KeyboardEvent('keydown', init));
    await wait(5);
    note.dispatchEvent(new KeyboardEvent('keyup', init));
    note.value += 'abcdefghij'[i % 10];
    await wait(55);
  }
  await window.Sentinel?.flush();
  await look();
  say($('decision').textContent === 'BLOCK' ? 'The script was noticed: every action is refused now.' : 'The script is done.');
});
