import type { Listen } from './intake';
import { codeOf } from './privacy';
import type { Recorder } from './recorder';

/** `keyCode` of a key that an input method has taken. */
const BY_INPUT_METHOD = 229;

/** Empty where an on-screen keyboard names no key: WebKit has a word for that. */
const nameOf = ({ code }: KeyboardEvent) => (code === 'Unidentified' ? '' : code);

/** Keys by `KeyboardEvent.code`: which key was touched and when. What it typed is never read. */
export function watchKeyboard(recorder: Recorder, listen: Listen): void {
  const { strokes } = recorder.buffer;

  listen(
    'keydown',
    (event: KeyboardEvent, t, { privacy, field }) => {
      const { keyCode, isTrusted } = event;
      const code = nameOf(event);
      // Autofill and password managers announce what they fill by events that name no key at all, trusted ones too.
      const isKey = !!(event.code || keyCode);
      if (isTrusted && isKey) recorder.keyAt = Infinity;
      recorder.unnamedKey = isTrusted && !code && isKey;
      if (event.repeat || event.isComposing || keyCode === BY_INPUT_METHOD || privacy === 'off') return;
      if (!isTrusted) recorder.untrusted(t);
      if (!code) return;
      recorder.step.add(event.timeStamp);
      recorder.press(code, codeOf(code, privacy), t, field);
    },
    () => recorder.clock.lapsed(),
  );

  listen('keyup', (event: KeyboardEvent, t) => {
    const code = nameOf(event);
    if (event.isTrusted && (event.code || event.keyCode)) recorder.keyAt = t;
    if (!code) return;
    recorder.step.add(event.timeStamp);
    strokes.release(code, t);
    // macOS tells no release of keys that went down under Command.
    if (/^Meta/.test(code)) strokes.loseRelease();
  });
}
