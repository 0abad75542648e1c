import type { Listen } from './listen';
import type { Recorder } from './recorder';

/** The page loses the keyboard, is hidden, frozen, left, or comes back. */
export function watchPage(recorder: Recorder, listen: Listen): void {
  const { clock } = recorder;

  listen(window, 'blur focus', (event: FocusEvent) => {
    // Only the window's: a field that gains the focus says nothing about the hand.
    if (event.target !== event.currentTarget) return;
    recorder.loseReleases();
    recorder.signal(event.type === 'blur' ? 'BLUR' : 'FOCUS', clock.at(event));
  });

  listen(document, 'visibilitychange', (event: Event) => {
    const hidden = document.visibilityState === 'hidden';
    recorder.signal(hidden ? 'HIDDEN' : 'VISIBLE', clock.at(event));
    if (hidden) recorder.leave();
    else recorder.nudge();
  });

  listen(window, 'pagehide', () => recorder.leave());
  listen(document, 'freeze', () => recorder.leave());
  listen(document, 'resume', () => recorder.startStream());
  listen(window, 'pageshow', (event: PageTransitionEvent) => {
    if (event.persisted) recorder.startStream();
  });
  listen(window, 'online', () => recorder.nudge());
}
