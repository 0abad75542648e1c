import type { Listen } from './intake';
import { codeOf, type Place } from './privacy';
import type { Recorder } from './recorder';
import type { SignalType } from './wire';

/** ms after a key within which it causes a change of the text. */
const KEY_REACH = 500;
const TEXT_INPUTS = /^(text|email|password|tel|url|search)$/;

/** Records the length of text not typed key by key, and the rhythm of on-screen keyboards, which name no keys. */
export function watchTextInput(recorder: Recorder, listen: Listen): void {
  /** Taps since the composition began. */
  let taps = 0;

  const declare = (type: SignalType, length: number, t: number, { privacy, field }: Place) => {
    if (privacy !== 'off') recorder.signal(type, t, length, field);
  };

  listen('beforeinput', (event: InputEvent, t, { privacy, field }) => {
    if (!recorder.unnamedKey) return;
    recorder.unnamedKey = false;
    const code = codeOfInput(event.inputType);
    if (code === null || privacy === 'off') return;
    taps++;
    recorder.step.add(event.timeStamp);
    recorder.press('', codeOf(code, privacy), t, field);
  });

  listen('compositionstart', () => {
    taps = 0;
  });

  listen('compositionend', (event: CompositionEvent, t, place) => {
    // As many taps as characters: an on-screen keyboard that composes every word. Fewer: an input method, a swipe or a suggestion.
    if (event.data?.length > taps) declare('COMPOSITION', event.data.length, t, place);
    taps = 0;
  });

  listen(
    'paste',
    (event: ClipboardEvent, t, place) => {
      if (event.isTrusted) declare('PASTE', event.clipboardData?.getData('text').length ?? 0, t, place);
      else if (place.privacy !== 'off') recorder.untrusted(t);
    },
    () => true,
  );

  listen(
    'input',
    (event: InputEvent, t, place) => {
      const text = textOf(place.origin);
      if (!text || event.isComposing) return;
      // A busy page handles a key long after it went down, and stamps the change of the text with that later time.
      const byKey = t - recorder.keyAt < KEY_REACH;
      const { inputType, isTrusted } = event;
      if (inputType === 'insertFromDrop') {
        declare('PASTE', event.data?.length ?? 0, t, place);
      } else if (isFilled(inputType)) {
        if (!byKey || (isTrusted && !inputType)) declare('AUTOFILL', text.value.length, t, place);
      } else if (inputType.startsWith('insert') && inputType !== 'insertFromPaste' && !byKey && event.data) {
        declare('DICTATION', event.data.length, t, place);
      }
    },
    // Urgent, because the length of the field must be read now.
    ({ inputType }) => isFilled(inputType),
  );
}

/** Whether autofill or the script of a password manager replaced the whole text. */
function isFilled(inputType?: string): boolean {
  return !inputType || inputType === 'insertReplacementText';
}

/** The code of a key that does the same as an unnamed key; null if the text did not change. */
function codeOfInput(inputType: string): string | null {
  if (inputType.startsWith('delete')) return 'Backspace';
  if (/^insert(LineBreak|Paragraph)$/.test(inputType)) return 'Enter';
  return /^insert(Composition)?Text$/.test(inputType) ? '' : null;
}

function textOf(element: Element | null): HTMLInputElement | HTMLTextAreaElement | null {
  if (element instanceof HTMLTextAreaElement) return element;
  return element instanceof HTMLInputElement && TEXT_INPUTS.test(element.type) ? element : null;
}
