import type { Listen } from './intake';
import { codeOf } from './privacy';
import type { Recorder } from './recorder';

/** `keyCode` of a key that an input method has taken. */
export const BY_INPUT_METHOD = 229;

/** Keys by `KeyboardEvent.code`: which key was touched and when. What it typed is never read. */
export function watchKeyboard(recorder: Recorder, listen: Listen): void {
  const { strokes } = recorder.buffer;

  listen(
    'keydown',
    (event: KeyboardEvent, t, { privacy, field }) => {
      const { code, keyCode, isTrusted } = event;
      if (isTrusted) recorder.keyAt = t;
      recorder.unnamedKey = keyCode === BY_INPUT_METHOD && !code;
      if (event.repeat || event.isComposing || keyCode === BY_INPUT_METHOD || privacy === 'off') return;
      if (!isTrusted) {
        recorder.untrusted(t);
        // Password managers announce what they fill by key events that name no key.
        if (!code) return;
      }
      recorder.step.add(event.timeStamp);
      recorder.press(code || '?', codeOf(code, privacy), t, field);
    },
    () => recorder.clock.lapsed(),
  );

  listen('keyup', (event: KeyboardEvent, t) => {
    const { code } = event;
    if (event.isTrusted) recorder.keyAt = t;
    recorder.step.add(event.timeStamp);
    strokes.release(code || '?', t);
    // macOS tells no release of keys that went down under Command.
    if (/^Meta/.test(code)) strokes.loseRelease();
  });
}
