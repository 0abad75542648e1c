import type { Listen } from './listen';
import { codeOf, fieldOf, originOf, privacyOf } from './privacy';
import type { Recorder } from './recorder';

/** `keyCode` of a key that an input method has taken. */
const BY_INPUT_METHOD = 229;

/** Keys by `KeyboardEvent.code`: which key was touched and when. What it typed is never read. */
export function watchKeyboard(recorder: Recorder, listen: Listen): void {
  listen(window, 'keydown', (event: KeyboardEvent) => {
    const t = recorder.clock.at(event);
    if (event.isTrusted) recorder.keyAt = t;
    if (event.repeat || event.isComposing || event.keyCode === BY_INPUT_METHOD) return;
    const origin = originOf(event);
    const privacy = privacyOf(origin);
    if (privacy === 'off') return;
    if (!event.isTrusted) {
      recorder.untrusted(t);
      // Password managers announce what they fill by key events that name no key.
      if (!event.code) return;
    }
    recorder.step.add(event.timeStamp);
    recorder.press(event.code || 'unnamed', codeOf(event.code, privacy), t, fieldOf(origin));
  });

  listen(window, 'keyup', (event: KeyboardEvent) => {
    const t = recorder.clock.at(event);
    if (event.isTrusted) recorder.keyAt = t;
    recorder.step.add(event.timeStamp);
    recorder.release(event.code || 'unnamed', t);
    // macOS tells no release of keys that went down under Command.
    if (event.code.startsWith('Meta')) recorder.loseReleases();
  });
}
