import { vi } from 'vitest';
import * as Sentinel from '../../src/index';

/** jsdom lacks it. */
export class PointerEvent extends MouseEvent {
  constructor(kind: string, { clientX = 0, clientY = 0, pointerType = '', isPrimary = false, pressure = 0.5, ...init }: PointerEventInit) {
    super(kind, init);
    const own = { clientX, clientY, pointerType, isPrimary, pressure };
    for (const [name, value] of Object.entries(own)) Object.defineProperty(this, name, { value });
  }
}

/** jsdom keeps the implementation of an event or element under this symbol. */
function implementation(wrapper: object): Record<string, unknown> & { _dispatch(event: unknown): void } {
  const symbol = Object.getOwnPropertySymbols(wrapper).find((candidate) => candidate.description === 'impl');
  return (wrapper as Record<symbol, never>)[symbol!]!;
}

/** Dispatches like a browser for a person's input: trusted, through shadow roots, stamped by the page's clock. */
export function dispatch(target: EventTarget, event: Event, members: object = {}): void {
  stamp(event, members);
  const inner = implementation(event);
  inner['isTrusted'] = true;
  implementation(target)._dispatch(inner);
}

/** Dispatches like a script. */
export function dispatchUntrusted(target: EventTarget, event: Event, members: object = {}): void {
  stamp(event, members);
  target.dispatchEvent(event);
}

function stamp(event: Event, members: object): void {
  for (const [name, value] of Object.entries({ timeStamp: performance.now(), ...members })) Object.defineProperty(event, name, { value });
}

/** Sets the body of the page and starts the SDK, on a clock that only tests move. */
export function openPage(html: string, options: Partial<Sentinel.Options> = {}): void {
  vi.useFakeTimers({ now: new Date('2026-01-01T00:00:00Z') });
  vi.advanceTimersByTime(5_000);
  document.body.innerHTML = html;
  Sentinel.start({ sessionId: 's001-1', token: 'secret-token', endpoint: 'https://sentinel.test', ...options });
}

/** Removes everything of the page before the next test. */
export async function closePage(): Promise<void> {
  Sentinel.stop();
  await vi.runOnlyPendingTimersAsync();
  vi.useRealTimers();
}

export const element = (selector: string): HTMLElement => document.querySelector<HTMLElement>(selector)!;

export const pass = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

const bubbling = { bubbles: true, composed: true, cancelable: true };

export function keyDown(target: EventTarget, code: string, init: KeyboardEventInit = {}): void {
  dispatch(target, new KeyboardEvent('keydown', { ...bubbling, code, ...init }));
}

export function keyUp(target: EventTarget, code: string, init: KeyboardEventInit = {}): void {
  dispatch(target, new KeyboardEvent('keyup', { ...bubbling, code, ...init }));
}

/** Types one key after the other: holds each for `hold` ms, then waits `flight` ms. */
export async function type(target: EventTarget, codes: string[], hold = 80, flight = 60): Promise<void> {
  for (const code of codes) {
    keyDown(target, code, { key: code.at(-1)!.toLowerCase() });
    await pass(hold);
    keyUp(target, code, { key: code.at(-1)!.toLowerCase() });
    await pass(flight);
  }
}

export function input(target: EventTarget, kind: 'beforeinput' | 'input', init: InputEventInit): void {
  dispatch(target, new InputEvent(kind, { ...bubbling, ...init }));
}

interface Pointing extends PointerEventInit {
  coalesced?: { x: number; y: number; ago: number }[];
}

export function point(target: EventTarget, kind: string, clientX: number, clientY: number, { coalesced, ...init }: Pointing = {}): void {
  const at = (x: number, y: number, ago: number) => {
    const event = new PointerEvent(kind, { ...bubbling, clientX: x, clientY: y, pointerType: 'mouse', isPrimary: true, ...init });
    stamp(event, { timeStamp: performance.now() - ago });
    return event;
  };
  const event = at(clientX, clientY, 0);
  const inner = implementation(event);
  inner['isTrusted'] = true;
  const samples = coalesced?.map(({ x, y, ago }) => at(x, y, ago));
  if (samples) Object.defineProperty(event, 'getCoalescedEvents', { value: () => samples });
  implementation(target)._dispatch(inner);
}
