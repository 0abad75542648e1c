import type { Listen } from './intake';
import { codeOf, type Place } from './privacy';
import type { Recorder } from './recorder';
import type { SignalType } from './wire';

/** ms after a key in which a change of the text is the key's doing. */
const KEY_REACH = 500;
const TEXT_INPUTS = /^(text|email|password|tel|url|search)$/;

/** Text that came otherwise than key by key, by its length; and the rhythm of on-screen keyboards, which name no keys. */
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
      // A page that is busy handles a key long after it went down, and stamps the change of the text by then.
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
    // The field's length is what it is now.
    ({ inputType }) => isFilled(inputType),
  );
}

/** What a browser's autofill or a password manager's script does: a whole text in the place of another. */
function isFilled(inputType?: string): boolean {
  return !inputType || inputType === 'insertReplacementText';
}

/** What an unnamed key did, as the code of a key that does the same; null when it did nothing to the text. */
function codeOfInput(inputType: string): string | null {
  if (inputType.startsWith('delete')) return 'Backspace';
  if (/^insert(LineBreak|Paragraph)$/.test(inputType)) return 'Enter';
  return /^insert(Composition)?Text$/.test(inputType) ? '' : null;
}

function textOf(element: Element | null): HTMLInputElement | HTMLTextAreaElement | null {
  if (element instanceof HTMLTextAreaElement) return element;
  return element instanceof HTMLInputElement && TEXT_INPUTS.test(element.type) ? element : null;
}
