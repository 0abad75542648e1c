// @vitest-environment jsdom
import { Ajv2020 } from 'ajv/dist/2020';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { keyGroup, keyName } from '../src/key-groups';
import { closePage, dispatch, dispatchUntrusted, element, input, keyDown, keyUp, openPage, pass, point, type } from './support/page';
import { SentinelProcess } from './support/sentinel';
import { Server } from './support/server';

interface Schema {
  $ref?: string;
  type?: string | string[];
  enum?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  [key: string]: unknown;
}

interface Operation {
  requestBody: { content: { 'application/json': { schema: Schema } } };
  responses: Record<string, { content?: Record<string, { examples?: Record<string, unknown> }> }>;
}

const sentinel = new SentinelProcess();
let document_: { components: { schemas: Record<string, Schema> }; paths: Record<string, { post?: Operation }> };
const batches = () => document_.paths['/api/v1/sessions/{sessionId}/batches']!.post!;

beforeAll(async () => {
  await sentinel.start();
  document_ = (await (await sentinel.get('/swagger/v1/swagger.json')).json()) as typeof document_;
}, 60_000);
afterAll(() => sentinel.stop());

/** Everything that the SDK can send. */
async function everything(): Promise<string[]> {
  const server = Server.accepting();
  openPage('<input id="a"><input id="b" type="password"><input id="c" data-sentinel="codes">');
  await type(element('#a'), ['KeyA', 'KeyL', 'Digit1', 'Space', 'Comma', 'Backspace', 'Enter', 'Tab', 'F5', 'ShiftLeft']);
  await type(element('#b'), ['KeyA', 'Backspace']);
  await type(element('#c'), ['KeyA', 'Space', 'Enter', 'Escape', 'MediaStop']);
  keyDown(element('#a'), 'KeyZ');
  await pass(2_500);
  keyUp(element('#a'), 'KeyZ');
  for (const pointerType of ['mouse', 'touch', 'pen']) {
    for (const kind of ['pointermove', 'pointerdown', 'pointerup']) {
      point(document.body, kind, 12.34, 56.78, { pointerType });
      await pass(20);
    }
  }
  dispatch(document.body, new WheelEvent('wheel', { bubbles: true }));
  await pass(1_500);
  Object.defineProperty(navigator, 'webdriver', { value: true, configurable: true });
  point(document.body, 'pointermove', 40, 30);
  point(document.body, 'pointerdown', 40, 30, { pressure: 0 });
  await pass(1_500);
  Reflect.deleteProperty(navigator, 'webdriver');
  dispatch(element('#b'), Object.assign(new Event('paste', { bubbles: true }), { clipboardData: { getData: () => 'secret' } }));
  dispatch(element('#a'), new Event('input', { bubbles: true }));
  await pass(1_500);
  input(element('#a'), 'input', { inputType: 'insertText', data: 'hello world' });
  dispatch(element('#a'), new CompositionEvent('compositionstart', { bubbles: true }));
  dispatch(element('#a'), new CompositionEvent('compositionend', { bubbles: true, data: 'abc' }));
  dispatch(element('#a'), new MouseEvent('click', { bubbles: true, detail: 0 }));
  dispatchUntrusted(element('#a'), new KeyboardEvent('keydown', { bubbles: true }));
  dispatchUntrusted(window, new Event('blur'));
  dispatchUntrusted(window, new Event('focus'));
  dispatchUntrusted(document, new Event('visibilitychange'));
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  dispatchUntrusted(document, new Event('visibilitychange'));
  await pass(3_000);
  await closePage();
  vi.unstubAllGlobals();
  return server.sent.map((sent) => sent.body);
}

/** The schema of the document as a JSON Schema that allows no other members: the server ignores unknown members, this test must not. */
function closed(schema: Schema): Schema {
  const { $ref, nullable, ...rest } = schema;
  if ($ref) return { $ref: $ref.replace('#/components/schemas/', '#/$defs/') };
  const copy: Schema = { ...rest };
  if (rest.properties) {
    copy.properties = Object.fromEntries(Object.entries(rest.properties).map(([name, property]) => [name, closed(property)]));
    copy['additionalProperties'] = false;
  }
  if (rest.items) copy.items = closed(rest.items);
  if (nullable && typeof rest.type === 'string') copy.type = [rest.type, 'null'];
  return copy;
}

function validator() {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { double: true, int64: true, int32: true } });
  return ajv.compile({
    ...closed(batches().requestBody.content['application/json'].schema),
    $defs: Object.fromEntries(Object.entries(document_.components.schemas).map(([name, schema]) => [name, closed(schema)])),
  });
}

it('everything that is sent is in the document of the server, and every signal is sent', async () => {
  const validate = validator();
  const sent = (await everything()).map((body) => JSON.parse(body) as { signals: { type: string }[] });
  for (const batch of sent) expect(validate(batch), JSON.stringify(validate.errors)).toBe(true);
  const signals = document_.components.schemas['SignalType']!.enum!;
  expect([...new Set(sent.flatMap((batch) => batch.signals.map((signal) => signal.type)))].sort()).toEqual([...signals].sort());
});

it('the document refuses what the SDK must never send', () => {
  const validate = validator();
  const batch = { stream: 's', sequence: 1, sentAt: 1, timerResolution: 1, dropped: 0, sdk: 'x', pointer: [], signals: [] };
  const keys = [{ code: 'LETTER_LEFT', down: 1, up: 2 }];
  expect(validate({ ...batch, keys })).toBe(true);
  expect(validate({ ...batch, keys: [{ code: 'a', down: 1, up: 2 }] })).toBe(false);
  expect(validate({ ...batch, keys: [{ ...keys[0], key: 'a' }] })).toBe(false);
});

it('every key that the server knows by name is named, and every group is a group there', () => {
  const known = document_.components.schemas['KeyCode']!.enum!;
  const named = known.filter((code) => code !== code.toUpperCase() || /^F\d+$/.test(code));
  const groups = known.filter((code) => !named.includes(code));
  expect(named.length).toBeGreaterThan(90);
  expect(named.filter((code) => keyName(code) !== code)).toEqual([]);
  expect(new Set([...named.map(keyGroup), 'MASKED'])).toEqual(new Set(groups));
});

it('every refusal that is told from others is in the document', () => {
  const problems = Object.values(batches().responses).map((response) => response.content?.['application/problem+json']);
  const codes = problems.flatMap((problem) => Object.keys(problem?.examples ?? {}));
  expect(codes).toEqual(expect.arrayContaining(['already_scored', 'stream_closed', 'sequence_reused', 'session_ended', 'session_expired']));
});

it('the server takes everything, and again', async () => {
  const opening = await sentinel.post('/api/v1/sessions', '{"userId":"sdk-contract"}');
  const opened = (await opening.json()) as { sessionId: string; ingestToken: string };
  const path = `/api/v1/sessions/${opened.sessionId}/batches`;
  const bodies = await everything();
  expect(bodies.length).toBeGreaterThan(4);
  for (const body of [...bodies, ...bodies]) {
    const answer = await sentinel.post(path, body, opened.ingestToken);
    const text = await answer.text();
    expect(answer.status, text).toBe(200);
    const { sequence } = JSON.parse(body) as { sequence: number };
    expect(JSON.parse(text)).toMatchObject({ sequence, accepted: true, decision: expect.any(String) });
  }
}, 60_000);
