import { keyGroup, keyName } from './key-groups';

/** Autocomplete tokens of fields whose content is a secret even while it is shown. */
const SECRET_TOKENS = /\b(cc-|one-time-code|current-password|new-password)/;
const LONGEST_NAME = 64;

/** Inputs that were a password once: "show password" makes them text, and they stay secret. */
const passwords = new WeakSet<Element>();

/** How much of the typing in a field may be known. */
export type Privacy = 'groups' | 'masked' | 'codes' | 'off';

/** The element that an event really happened in, inside open shadow roots too. */
export function originOf(event: Event): Element | null {
  const origin = event.composedPath()[0];
  return origin instanceof Element ? origin : null;
}

/** The strictest wish of a field and everything around it. */
export function privacyOf(element: Element | null): Privacy {
  if (within(element, 'off')) return 'off';
  if (isSecret(element) || within(element, 'mask')) return 'masked';
  return within(element, 'codes') ? 'codes' : 'groups';
}

export function isOff(element: Element | null): boolean {
  return within(element, 'off');
}

/** The name under which a fixed text's rhythm is compared: `data-sentinel-field`, or `password` for the password of a log-in. */
export function fieldOf(element: Element | null): string | undefined {
  const name = element?.getAttribute('data-sentinel-field') ?? (isLogInPassword(element) ? 'password' : undefined);
  return name?.slice(0, LONGEST_NAME) || undefined;
}

/** What a key stroke is called. EDIT and ENTER are never masked: they tell that a text was corrected or sent, nothing of it. */
export function codeOf(code: string, privacy: Privacy): string {
  if (privacy === 'codes') return keyName(code);
  const group = keyGroup(code);
  return privacy === 'masked' && group !== 'EDIT' && group !== 'ENTER' ? 'MASKED' : group;
}

function within(element: Element | null, wish: string): boolean {
  while (element) {
    if (element.closest(`[data-sentinel=${wish}]`)) return true;
    const root = element.getRootNode();
    element = root instanceof ShadowRoot ? root.host : null;
  }
  return false;
}

function isSecret(element: Element | null): boolean {
  if (!element) return false;
  if ((element as HTMLInputElement).type === 'password') passwords.add(element);
  return passwords.has(element) || SECRET_TOKENS.test(element.getAttribute('autocomplete') ?? '');
}

function isLogInPassword(element: Element | null): boolean {
  return isSecret(element) && passwords.has(element!) && !/\bnew-password\b/.test(element!.getAttribute('autocomplete') ?? '');
}
