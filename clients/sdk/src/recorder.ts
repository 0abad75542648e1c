import { Clock } from './clock';
import { EventBuffer, type Cut } from './event-buffer';
import { FULL, Intake } from './intake';
import { Stream } from './stream';
import { TimerStep } from './timer-step';
import { Transport } from './transport';
import { SDK, type Batch, type Receipt, type SignalType } from './wire';

/** ms between batches, and between marks of untrusted events. */
const INTERVAL = 1_000;
/** Events in one batch: under 64 KiB, so that any batch may outlive the page. */
const MOST = 500;

/** Takes what the listeners saw, cuts it into batches about once a second, and numbers them. Does nothing while nothing happens. */
export class Recorder {
  readonly clock = new Clock(() => this.startStream());
  readonly step = new TimerStep();
  readonly intake = new Intake(this.clock, () => this.wake());
  /** When a key came up, or a pointer was touched, last; infinitely late while a key is down. */
  keyAt = -Infinity;
  pressAt = -Infinity;
  /** An on-screen keyboard has announced a key without naming it. */
  unnamedKey = false;
  readonly buffer = new EventBuffer();
  readonly transport: Transport;
  private stream = new Stream();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private hurried = false;
  private untrustedAt = -Infinity;
  private stopped = false;

  constructor(url: string, token: string, onReceipt: (receipt: Receipt) => void, onEnd: (code: string) => void) {
    this.transport = new Transport(url, token, {
      idle: () => this.wake(),
      receipt: onReceipt,
      lost: (events) => this.buffer.lose(events),
      streamOver: (stream, unscored) => {
        if (stream === this.stream) this.stream = new Stream();
        if (unscored) this.queue(unscored);
      },
      end: (code) => {
        this.stop();
        onEnd(code);
      },
    });
  }

  /** @param key what its release will call it; empty where no release will be known. */
  press(key: string, code: string, t: number, field?: string): void {
    this.buffer.lose(this.buffer.strokes.press(key, code, t, field));
  }

  signal(type: SignalType, t: number, length?: number, field?: string): void {
    this.buffer.addSignal({ t, type, field, length: Math.min(length ?? 0, 1e6) || undefined });
  }

  /** Marks input that a script made. */
  untrusted(t: number): void {
    // An event that claims to come before the last mark is out of its reach.
    if (t >= this.untrustedAt && t < this.untrustedAt + INTERVAL) return;
    this.untrustedAt = t;
    this.signal('UNTRUSTED_EVENT', t);
  }

  /** What comes from here on has nothing to do with what came before: another life of the page. */
  startStream(): void {
    this.buffer.strokes.loseRelease();
    this.queueAll();
    this.transport.pump();
    this.stream = new Stream();
  }

  /** Sends what is there; true when the server has taken all of it. */
  flush(): Promise<boolean> {
    this.queueAll();
    this.transport.pump();
    return this.transport.settled();
  }

  /** The page may be gone in a moment; for good, when this is the last that it hears. */
  leave(last = false): void {
    this.intake.read();
    this.buffer.strokes.loseRelease();
    this.queueAll();
    this.transport.leave(last);
  }

  /** Sends what is left, once, what waits for another try included. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    clearTimeout(this.timer);
    this.transport.closing = true;
    this.leave(true);
  }

  private wake(): void {
    const { intake, buffer, transport, timer } = this;
    // Notes are read while a batch is under way too: they hold on to the page's elements.
    const events = intake.size + (transport.busy ? 0 : buffer.size);
    if (this.stopped || !events) return;
    const full = events >= FULL;
    if (timer && (this.hurried || !full)) return;
    clearTimeout(timer);
    this.hurried = full;
    // Never within the event's own task: cutting is not the user's business.
    this.timer = setTimeout(() => this.tick(), full ? 0 : INTERVAL);
  }

  private tick(): void {
    this.timer = undefined;
    this.intake.read();
    if (this.transport.busy) return;
    const cut = this.buffer.cut(this.clock.now, MOST);
    if (!cut) return this.wake();
    this.queue(cut);
    this.transport.pump();
  }

  private queueAll(): void {
    this.intake.read();
    for (let cut; (cut = this.buffer.cut(this.clock.now, MOST)); ) this.queue(cut);
  }

  private queue(cut: Cut): void {
    const { stream } = this;
    const batch: Batch = {
      stream: stream.id,
      sequence: stream.next(),
      sentAt: this.clock.now,
      timerResolution: this.step.resolution,
      sdk: SDK,
      ...cut,
    };
    this.transport.add({ stream, cut, body: JSON.stringify(batch) });
  }
}
