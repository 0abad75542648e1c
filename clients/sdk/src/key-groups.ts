const PUNCTUATION =
  'Backquote|Minus|Equal|Bracket.+|(Intl)?Backslash|Intl(Ro|Yen)|Semicolon|Quote|Comma|Period|Slash|Numpad(Add|Sub.+|Mul.+|D.+)';
const MODIFIER = '(Shift|Control|Alt|Meta).+|CapsLock|ContextMenu';
const NAVIGATION = 'Tab|Arrow.+|Home|End|Page.+';

const GROUPS: [string, RegExp][] = (
  [
    ['LETTER_LEFT', 'Key[QWERTASDFGZXCVB]'],
    ['LETTER_RIGHT', 'Key[A-Z]'],
    ['SPACE', 'Space'],
    ['EDIT', 'Backspace|Delete|Insert'],
    ['MODIFIER', MODIFIER],
    ['DIGIT', '(Digit|Numpad)\\d'],
    ['PUNCTUATION', PUNCTUATION],
    ['ENTER', '(Numpad)?Enter'],
    ['NAVIGATION', NAVIGATION],
  ] as const
).map(([group, codes]) => [group, RegExp(`^(${codes})$`)]);

/** Keys without a group that are still named if a site opts in. */
const NAMED_OTHERS = /^(Escape|F([1-9]|1[0-2]))$/;

/** The group of a `KeyboardEvent.code`: where the key lies and what it is for, not what it types. */
export function keyGroup(code: string): string {
  for (const [group, codes] of GROUPS) if (codes.test(code)) return group;
  return 'OTHER';
}

/** The code itself if the server knows it, otherwise its group. */
export function keyName(code: string): string {
  const group = keyGroup(code);
  return group === 'OTHER' && !NAMED_OTHERS.test(code) ? group : code;
}
