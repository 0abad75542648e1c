import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

const stored = 'sentinel.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

/** What the reader chose here, otherwise what the system says. */
function current(): Theme {
  const chosen = localStorage.getItem(stored);
  return chosen === 'light' || chosen === 'dark' ? chosen : dark.matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.dataset.theme = current();
  listeners.forEach((changed) => changed());
}

dark.addEventListener('change', apply);
apply();

export function choose(theme: Theme): void {
  localStorage.setItem(stored, theme);
  apply();
}

/** Charts are drawn again when it changes. */
export function useTheme(): Theme {
  return useSyncExternalStore((changed) => {
    listeners.add(changed);
    return () => listeners.delete(changed);
  }, current);
}

/** The value of a colour of styles.css. */
export const colour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
