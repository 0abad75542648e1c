import { expect, it } from 'vitest';
import { keyGroup, keyName } from '../src/key-groups';

it.each([
  ['KeyQ', 'LETTER_LEFT'], ['KeyB', 'LETTER_LEFT'], ['KeyN', 'LETTER_RIGHT'], ['KeyP', 'LETTER_RIGHT'],
  ['Digit0', 'DIGIT'], ['Numpad9', 'DIGIT'], ['NumpadAdd', 'PUNCTUATION'], ['IntlBackslash', 'PUNCTUATION'], ['Slash', 'PUNCTUATION'],
  ['Space', 'SPACE'], ['Enter', 'ENTER'], ['NumpadEnter', 'ENTER'], ['Backspace', 'EDIT'], ['Delete', 'EDIT'],
  ['ShiftLeft', 'MODIFIER'], ['AltRight', 'MODIFIER'], ['CapsLock', 'MODIFIER'], ['Tab', 'NAVIGATION'], ['PageUp', 'NAVIGATION'],
  ['Escape', 'OTHER'], ['F5', 'OTHER'], ['MediaPlayPause', 'OTHER'], ['', 'OTHER'],
])('%s is of the group %s', (code, group) => expect(keyGroup(code)).toBe(group));

it('names only keys that the server knows by name', () => {
  expect(['KeyQ', 'F12', 'Escape', 'F13', 'AudioVolumeUp', ''].map(keyName)).toEqual(['KeyQ', 'F12', 'Escape', 'OTHER', 'OTHER', 'OTHER']);
});
