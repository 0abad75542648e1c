import type { Listen } from './intake';
import type { Recorder } from './recorder';
import type { SignalType } from './wire';

/** Watches whether the page loses the keyboard, is hidden, frozen or left, or comes back. */
export function watchPage(recorder: Recorder, listen: Listen): void {
  const urgent = () => true;
  let gone = false;

  listen(
    'blur focus',
    (event: FocusEvent, t) => {
      // Only events of the window count, not those of fields.
      if (event.target !== event.currentTarget) return;
      recorder.buffer.strokes.loseRelease();
      recorder.keyAt = -Infinity;
      recorder.signal(event.type.toUpperCase() as SignalType, t);
    },
    urgent,
  );

  listen(
    'visibilitychange',
    (_, t) => {
      // Browsers hide a page that is left. What it would send now could overtake what it has just sent.
      if (gone) return;
      const { visibilityState } = document;
      recorder.signal(visibilityState.toUpperCase() as SignalType, t);
      if (visibilityState === 'hidden') recorder.leave();
      else recorder.transport.pump();
    },
    urgent,
  );

  listen(
    'pagehide freeze',
    (event) => {
      if (event.type === 'pagehide') gone = true;
      recorder.leave(true);
    },
    urgent,
  );
  listen('resume', () => recorder.startStream(), urgent);
  listen(
    'pageshow',
    (event: PageTransitionEvent) => {
      gone = false;
      if (event.persisted) recorder.startStream();
    },
    urgent,
  );
  listen('online', () => recorder.transport.pump(), urgent);
}
