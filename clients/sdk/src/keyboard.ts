import type { Listen } from './intake';
import { codeOf } from './privacy';
import type { Recorder } from './recorder';

/** `keyCode` of a key that an input method has handled. */
const BY_INPUT_METHOD = 229;

/** Empty if an on-screen keyboard names no key; WebKit names it `Unidentified`. */
const nameOf = ({ code }: KeyboardEvent) => (code === 'Unidentified' ? '' : code);

/** Records keys by `KeyboardEvent.code`: which key was touched and when. What it typed is never read. */
export function watchKeyboard(recorder: Recorder, listen: Listen): void {
  const { strokes } = recorder.buffer;

  listen(
    'keydown',
    (event: KeyboardEvent, t, { privacy, field, byDevice }) => {
      const { keyCode, isTrusted } = event;
      const code = nameOf(event);
      // Autofill and password managers send key events without a key, also trusted ones.
      const isKey = !!(event.code || keyCode);
      if (isTrusted && isKey) recorder.keyAt = Infinity;
      recorder.unnamedKey = isTrusted && !code && isKey;
      if (event.repeat || event.isComposing || keyCode === BY_INPUT_METHOD || privacy === 'off') return;
      if (!isTrusted) recorder.untrusted(t);
      if (navigator.webdriver) recorder.origin('WEBDRIVER', t);
      if (byDevice) recorder.typedByDevice(t);
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
    // macOS reports no release of keys that were pressed while Command was held.
    if (/^Meta/.test(code)) strokes.loseRelease();
  });
}
