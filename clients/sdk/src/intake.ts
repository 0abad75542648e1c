import type { Clock } from './clock';
import { guard } from './guard';
import { placeOf, remember, WISHES, type Place } from './privacy';

/** Number of events that are read without waiting for more. */
export const FULL = 200;

/** Reads an event, which has ended by then unless it was urgent. */
type Handler<E extends Event> = (event: E, t: number, place: Place) => void;
/** Adds listeners that see events first and cannot delay them. Urgent events are read at once. */
export type Listen = <E extends Event>(types: string, handler: Handler<E>, urgent?: (event: E) => boolean) => void;

/**
 * Notes events as they come, with their current place, and reads many together, in order. Each call into the browser takes microseconds in
 * code that runs rarely, and a small part of that in a loop.
 */
export class Intake {
  private events: Event[] = [];
  private places: Place[] = [];
  private readonly known = new Map<EventTarget | null, Place>();
  private readonly handlers: Record<string, Handler<any>> = {};

  /** @param onNote called with the first note, and again when there are many. */
  constructor(private readonly clock: Clock, private readonly onNote: () => void) {}

  get size(): number {
    return this.events.length;
  }

  listenUntil(signal: AbortSignal): Listen {
    const { clock, known } = this;
    const changes = new MutationObserver((records) => {
      known.clear();
      remember(records);
    });
    changes.observe(document, { subtree: true, attributeFilter: WISHES, attributeOldValue: true });
    signal.addEventListener('abort', () => changes.disconnect());
    // Removed one by one: zone.js 0.11 to 0.14 shares listeners that are given a signal, and removes the page's own with them.
    const add = (type: string, listener: (event: Event) => void) => {
      window.addEventListener(type, listener, { capture: true, passive: true });
      signal.addEventListener('abort', () => window.removeEventListener(type, listener, true));
    };

    const note = (event: Event) => guard(() => {
      const { target } = event;
      let place = known.get(target);
      if (!place) {
        place = placeOf(event);
        if (place.lasts) known.set(target, place);
      }
      if (!this.size) clock.compare();
      this.places.push(place);
      const count = this.events.push(event);
      if (clock.foreign) this.read();
      if (count === 1 || count >= FULL) this.onNote();
    });

    return (types, handler, urgent) => {
      const listener = (event: Event) => {
        if (!urgent!(event as never)) return note(event);
        guard(() => {
          this.read();
          note(event);
          this.read();
          this.onNote();
        });
      };
      for (const type of types.split(' ')) {
        this.handlers[type] = handler;
        // Every event passes the window first, also those of the document.
        add(type, urgent ? listener : note);
      }
    };
  }

  /** Reads all noted events. */
  read(): void {
    const { events, places } = this;
    [this.events, this.places] = [[], []];
    // No event reports that an element was moved; this notices it within a second.
    this.known.clear();
    events.forEach((event, i) => guard(() => this.handlers[event.type]!(event, this.clock.at(event.timeStamp), places[i]!)));
  }
}
