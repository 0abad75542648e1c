import { keyGroup, keyName } from './key-groups';

/** Autocomplete tokens of fields whose content is a secret even while it is shown. */
const SECRET_TOKENS = /\b(cc-|one-time-code|(current|new)-password)/i;
/**
 * Elsewhere an event may have happened to a field in a closed shadow root, which shows its host alone. None of these can be a host, but for
 * the last.
 */
const KNOWN = 'input,textarea,select,button,a,[contenteditable]';
const LONGEST_NAME = 64;

/** The attributes that decide. */
export const WISHES = ['data-sentinel', 'data-sentinel-field', 'autocomplete', 'type'];

/** Inputs that were a password once: "show password" makes them text, and they stay secret. */
const passwords = new WeakSet<Element>();

/** How much of the typing in a field may be known: the strictest wish of the field and everything around it. */
export type Privacy = 'groups' | 'masked' | 'codes' | 'off';

/** Where an event happened, and what may be known of it. */
export interface Place {
  /** The element itself, inside open shadow roots too. */
  origin: Element | null;
  privacy: Privacy;
  /** The name under which a fixed text's rhythm is compared: `data-sentinel-field`, or `password` for the password of a log-in. */
  field: string | undefined;
  /** Good for every event of this target, until an attribute changes. */
  lasts: boolean;
}

/** Notes the passwords among the fields whose attributes have changed, before anybody has typed into them. */
export function remember(changes: MutationRecord[]): void {
  for (const { attributeName, oldValue, target } of changes)
    if (attributeName === 'type' && /^password$/i.test(oldValue!)) passwords.add(target as Element);
}

export function placeOf(event: Event): Place {
  const target = event.target as Element;
  const lasts = !target.shadowRoot;
  const first = lasts ? target : event.composedPath()[0];
  const origin = first instanceof Element ? first : null;
  const wishes = wishesAround(origin);
  const autocomplete = origin?.getAttribute('autocomplete') ?? '';
  if ((origin as HTMLInputElement | null)?.type === 'password') passwords.add(origin!);
  const isPassword = passwords.has(origin!);
  // A wish that is none of these is `off`, or meant to be something like it.
  const privacy = wishes.some((wish) => wish !== 'mask' && wish !== 'codes')
    ? 'off'
    : isPassword || SECRET_TOKENS.test(autocomplete) || wishes.includes('mask') || !origin?.matches(KNOWN)
      ? 'masked'
      : wishes.length
        ? 'codes'
        : 'groups';
  const name = origin?.getAttribute('data-sentinel-field') ?? (isPassword && !/\bnew-password\b/i.test(autocomplete) ? 'password' : '');
  return { origin, privacy, field: name.slice(0, LONGEST_NAME) || undefined, lasts };
}

/** What a key stroke is called. EDIT and ENTER are never masked: they tell that a text was corrected or sent, nothing of it. */
export function codeOf(code: string, privacy: Privacy): string {
  if (privacy === 'codes') return keyName(code);
  const group = keyGroup(code);
  return privacy === 'masked' && group !== 'EDIT' && group !== 'ENTER' ? 'MASKED' : group;
}

/** The wishes of an element and everything around it. */
function wishesAround(element: Element | null): string[] {
  const wishes: string[] = [];
  while (element) {
    const holder: Element | null = element.closest('[data-sentinel]');
    if (holder) wishes.push(holder.getAttribute('data-sentinel')!.trim().toLowerCase());
    const parent: Node | null = holder ? holder.parentNode : element.getRootNode();
    element = parent instanceof ShadowRoot ? parent.host : holder && holder.parentElement;
  }
  return wishes;
}
