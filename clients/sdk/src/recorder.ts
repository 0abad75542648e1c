import { Clock } from './clock';
import { EventBuffer, type Cut } from './event-buffer';
import { FULL, Intake } from './intake';
import { Stream } from './stream';
import { TimerStep } from './timer-step';
import { Transport } from './transport';
import { SDK, type Batch, type Receipt, type SignalType } from './wire';

/** ms between batches, and between marks of where events come from. */
const INTERVAL = 1_000;
/** The most events in one batch, to stay under 64 KiB, the limit for requests that outlive the page. */
const MOST = 500;

/** Old libraries give every array a `toJSON`, which makes a string of it. */
function toJson(batch: Batch): string {
  for (const events of [batch.keys, batch.pointer, batch.signals]) (events as { toJSON?: undefined }).toJSON = undefined;
  return JSON.stringify(batch);
}

/** Cuts what the listeners saw into batches about once a second, and numbers them. Idle while nothing happens. */
export class Recorder {
  readonly clock = new Clock(() => this.startStream());
  readonly step = new TimerStep();
  readonly intake = new Intake(this.clock, () => this.wake());
  /** When a key was last released, and a pointer last touched; `keyAt` is Infinity while a key is down. */
  keyAt = -Infinity;
  pressAt = -Infinity;
  /** An on-screen keyboard has sent a key event without naming the key. */
  unnamedKey = false;
  readonly buffer = new EventBuffer();
  readonly transport: Transport;
  private stream = new Stream();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private hurried = false;
  private readonly origins: { [type in SignalType]?: number } = {};
  private deviceAt = -Infinity;
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

  /** @param key the name that its release will have; empty if no release will be known. */
  press(key: string, code: string, t: number, field?: string): void {
    this.buffer.lose(this.buffer.strokes.press(key, code, t, field));
  }

  signal(type: SignalType, t: number, length?: number, field?: string): void {
    this.buffer.addSignal({ t, type, field, length: Math.min(length ?? 0, 1e6) || undefined });
  }

  /** Marks input that a script dispatched. */
  untrusted(t: number): void {
    // The last mark does not cover an event before it.
    this.origin('UNTRUSTED_EVENT', t);
  }

  /** Notes what an event tells of its origin, at most once a second. */
  origin(type: SignalType, t: number): void {
    const last = this.origins[type];
    if (last! <= t && t < last! + INTERVAL) return;
    this.origins[type] = t;
    this.signal(type, t);
  }

  /** Declares keys in a field where a device or a program may type. */
  typedByDevice(t: number): void {
    if (t >= this.deviceAt && t < this.deviceAt + INTERVAL / 2) return;
    this.deviceAt = t;
    this.signal('AUTOFILL', t);
  }

  /** Starts a new stream, because what follows is unrelated to what came before. */
  startStream(): void {
    this.buffer.strokes.loseRelease();
    this.queueAll();
    this.transport.pump();
    this.stream = new Stream();
  }

  /** Sends everything; true when the server has accepted all of it. */
  flush(): Promise<boolean> {
    this.queueAll();
    this.transport.pump();
    return this.transport.settled();
  }

  /** Sends everything, because the page may be gone in a moment; `last` if no event follows. */
  leave(last = false): void {
    this.intake.read();
    this.buffer.strokes.loseRelease();
    this.queueAll();
    this.transport.leave(last);
  }

  /** Stops, and sends what is left once, including what waits for another try. */
  stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    clearTimeout(this.timer);
    this.transport.closing = true;
    this.leave(true);
  }

  private wake(): void {
    const { intake, buffer, transport, timer } = this;
    // Reads notes also while a batch is in flight, because they keep the page's elements alive.
    const events = intake.size + (transport.busy ? 0 : buffer.size);
    if (this.stopped || !events) return;
    const full = events >= FULL;
    if (timer && (this.hurried || !full)) return;
    clearTimeout(timer);
    this.hurried = full;
    // Never within the task of the event, so that cutting does not delay the page.
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
      scale: Math.round(devicePixelRatio * 100) / 100 || 1,
      sdk: SDK,
      ...cut,
    };
    this.transport.add({ stream, cut, body: toJson(batch) });
  }
}
