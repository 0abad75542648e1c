import { attributeOf, closestOf, isOf, parentOf, rootOf } from './dom';
import { keyGroup, keyName } from './key-groups';

/** Autocomplete tokens of fields whose content is secret even while it is shown. */
const SECRET_TOKENS = /\b(cc-|one-time-code|(current|new)-password)/i;
/** Elements that cannot be a shadow host, except the last. Others may be hosts of a closed shadow root, which hides its fields. */
const KNOWN = 'input,textarea,select,button,a,[contenteditable]';
const LONGEST_NAME = 64;

/** The attributes that decide the privacy of a field. */
export const WISHES = ['data-sentinel', 'data-sentinel-field', 'autocomplete', 'type'];

/** Inputs that were once a password: "show password" makes them text, and they stay secret. */
const passwords = new WeakSet<Element>();

/** How much of the typing in a field may be known: the strictest wish of the field and the elements around it. */
export type Privacy = 'groups' | 'masked' | 'codes' | 'off';

/** Where an event happened, and what may be known about it. */
export interface Place {
  /** The element itself, also inside open shadow roots. */
  origin: Element | null;
  privacy: Privacy;
  /** The name of the fixed text: `data-sentinel-field`, or `password` for the password of a log-in. */
  field: string | undefined;
  /** A device or a program may type there: a one-time code, or `data-sentinel="device"`. */
  byDevice: boolean;
  /** Valid for every event of this target until an attribute changes. */
  lasts: boolean;
}

/** Notes passwords among the fields whose attributes have changed, before the user types into them. */
export function remember(changes: MutationRecord[]): void {
  for (const { attributeName, oldValue, target } of changes)
    if (attributeName === 'type' && /^password$/i.test(oldValue!)) passwords.add(target as Element);
}

export function placeOf(event: Event): Place {
  const target = event.target as Element;
  // A form's field may hide the form's own property; then the place is found for each event.
  const lasts = !target.shadowRoot;
  const first = lasts ? target : event.composedPath()[0];
  const origin = first instanceof Element ? first : null;
  const wishes = wishesAround(origin);
  const autocomplete = attributeOf(origin, 'autocomplete') ?? '';
  if ((origin as HTMLInputElement | null)?.type === 'password') passwords.add(origin!);
  const byDevice = wishes.includes('device') || /\bone-time-code\b/i.test(autocomplete);
  const isPassword = passwords.has(origin!);
  // Any other wish means `off`.
  const privacy = wishes.some((wish) => !/^(mask|codes|device)$/.test(wish))
    ? 'off'
    : isPassword || SECRET_TOKENS.test(autocomplete) || wishes.includes('mask') || !origin || !isOf(origin, KNOWN)
      ? 'masked'
      : wishes.includes('codes')
        ? 'codes'
        : 'groups';
  const name = attributeOf(origin, 'data-sentinel-field') ?? (isPassword && !/\bnew-password\b/i.test(autocomplete) ? 'password' : '');
  return { origin, privacy, field: name.slice(0, LONGEST_NAME) || undefined, byDevice, lasts };
}

/** The code of a key stroke. EDIT and ENTER are never masked: they only show that a text was corrected or sent. */
export function codeOf(code: string, privacy: Privacy): string {
  if (privacy === 'codes') return keyName(code);
  const group = keyGroup(code);
  return privacy === 'masked' && group !== 'EDIT' && group !== 'ENTER' ? 'MASKED' : group;
}

/** The wishes of an element and those around it. */
function wishesAround(element: Element | null): string[] {
  const wishes: string[] = [];
  while (element) {
    const holder: Element | null = closestOf(element, '[data-sentinel]');
    if (holder) wishes.push(attributeOf(holder, 'data-sentinel')!.trim().toLowerCase());
    const parent: Node | null = holder ? parentOf(holder) : rootOf(element);
    element = parent instanceof ShadowRoot ? parent.host : holder && parent instanceof Element ? parent : null;
  }
  return wishes;
}
