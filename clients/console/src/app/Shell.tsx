import { Suspense, useEffect, useRef, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { Link, useLocation } from 'wouter';
import { useCaller, useIsAdmin } from '../api/queries';
import { Boundary } from './Boundary';
import { choose, useTheme } from './theme';

/** The frame of every page: navigation, the theme, and the way out. */
export function Shell({ children }: { children: ReactNode }) {
  const isAdmin = useIsAdmin();
  const main = useRef<HTMLElement>(null);
  const [location] = useLocation();
  const first = useRef(true);
  // A new page is announced and read from its beginning, as after a page load.
  useEffect(() => {
    if (!first.current) main.current?.focus();
    first.current = false;
  }, [location]);
  return (
    <div className="shell">
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <header>
        <Link className="brand" href="/">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <path d="M16 2 4 7v9c0 7 5 12 12 14 7-2 12-7 12-14V7z" />
            <path d="M8 17h4l2-5 4 9 2-4h4" />
          </svg>
          Sentinel
        </Link>
        <nav aria-label="Pages">
          <Entry to="/">Now</Entry>
          <Entry to="/sessions">Sessions</Entry>
          <Entry to="/users">Users</Entry>
          <Entry to="/review">Review</Entry>
          <Entry to="/detectors">Detectors</Entry>
          <Entry to="/policy">Policy</Entry>
          <Entry to="/lists">Lists</Entry>
          <Entry to="/audit">Audit</Entry>
          {isAdmin && <Entry to="/keys">Keys</Entry>}
        </nav>
        <Session />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Boundary key={location}>
          <Suspense fallback={<p className="quiet">Loading the page.</p>}>{children}</Suspense>
        </Boundary>
      </main>
    </div>
  );
}

function Entry({ to, children }: { to: string; children: ReactNode }) {
  const [location] = useLocation();
  const isHere = to === '/' ? location === '/' : location === to || location.startsWith(`${to}/`);
  return (
    <Link href={to} aria-current={isHere ? 'page' : undefined}>
      {children}
    </Link>
  );
}

function Session() {
  const caller = useCaller().data;
  const theme = useTheme();
  const other = theme === 'dark' ? 'light' : 'dark';
  return (
    <div className="session">
      {caller && (
        <span title="Tenant and role">
          {caller.tenant} · {caller.scopes.includes('ADMIN') ? 'administrator' : 'analyst'}
        </span>
      )}
      <Button className="plain" onPress={() => choose(other)}>
        {other === 'dark' ? 'Dark' : 'Light'}
      </Button>
      <form method="post" action="/signin/out">
        <input
          type="hidden"
          name="__RequestVerificationToken"
          value={document.querySelector<HTMLMetaElement>('meta[name=antiforgery]')!.content}
        />
        <button className="plain">Sign out</button>
      </form>
    </div>
  );
}
