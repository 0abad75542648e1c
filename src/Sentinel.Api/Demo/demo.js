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
  const button = $(id).querySelector('button:not([type])');
  $(id).addEventListener('submit', async (event) => {
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
