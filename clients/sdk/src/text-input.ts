import type { Listen } from './listen';
import { codeOf, fieldOf, originOf, privacyOf } from './privacy';
import type { Recorder } from './recorder';
import type { SignalType } from './wire';

/** ms after a key in which a change of the text is the key's doing. */
const KEY_REACH = 500;
const TEXT_INPUTS = /^(text|email|password|tel|url|search)$/;

/** Text that came otherwise than key by key, by its length; and the rhythm of on-screen keyboards, which name no keys. */
export function watchTextInput(recorder: Recorder, listen: Listen): void {
  /** An on-screen keyboard has announced a key without naming it. */
  let unnamedKey = false;
  /** Taps since the composition began. */
  let taps = 0;

  const declare = (event: Event, type: SignalType, length: number) => {
    const origin = originOf(event);
    if (privacyOf(origin) !== 'off') recorder.signal(type, recorder.clock.at(event), length, fieldOf(origin));
  };

  listen(window, 'keydown', (event: KeyboardEvent) => {
    unnamedKey = event.keyCode === 229 && !event.code;
  });

  listen(window, 'beforeinput', (event: InputEvent) => {
    if (!unnamedKey) return;
    unnamedKey = false;
    const code = codeOfInput(event.inputType);
    const origin = originOf(event);
    const privacy = privacyOf(origin);
    if (code === null || privacy === 'off') return;
    taps++;
    recorder.step.add(event.timeStamp);
    recorder.tap(codeOf(code, privacy), recorder.clock.at(event), fieldOf(origin));
  });

  listen(window, 'compositionstart', () => {
    taps = 0;
  });

  listen(window, 'compositionend', (event: CompositionEvent) => {
    // As many taps as characters: an on-screen keyboard that composes every word. Fewer: an input method, a swipe or a suggestion.
    if (event.data.length > taps) declare(event, 'COMPOSITION', event.data.length);
    taps = 0;
  });

  listen(window, 'paste', (event: ClipboardEvent) => {
    if (!event.isTrusted) return recorder.untrusted(recorder.clock.at(event));
    declare(event, 'PASTE', event.clipboardData?.getData('text').length ?? 0);
  });

  listen(window, 'input', (event: InputEvent) => {
    const text = textOf(originOf(event));
    if (!text || event.isComposing) return;
    const byKey = recorder.clock.at(event) - recorder.keyAt < KEY_REACH;
    const { inputType, isTrusted } = event;
    if (!inputType) {
      // A browser's autofill, or a password manager's script.
      if (isTrusted || !byKey) declare(event, 'AUTOFILL', text.value.length);
    } else if (inputType === 'insertFromDrop') {
      declare(event, 'PASTE', event.data?.length ?? 0);
    } else if (inputType === 'insertReplacementText') {
      if (!byKey) declare(event, 'AUTOFILL', text.value.length);
    } else if (inputType.startsWith('insert') && inputType !== 'insertFromPaste' && !byKey && event.data) {
      declare(event, 'DICTATION', event.data.length);
    }
  });
}

/** What an unnamed key did, as the code of a key that does the same; null when it did nothing to the text. */
function codeOfInput(inputType: string): string | null {
  if (inputType.startsWith('delete')) return 'Backspace';
  if (inputType === 'insertLineBreak' || inputType === 'insertParagraph') return 'Enter';
  return inputType === 'insertText' || inputType === 'insertCompositionText' ? '' : null;
}

function textOf(element: Element | null): HTMLInputElement | HTMLTextAreaElement | null {
  if (element instanceof HTMLTextAreaElement) return element;
  return element instanceof HTMLInputElement && TEXT_INPUTS.test(element.type) ? element : null;
}
