import { lazy, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Route, Router, Switch } from 'wouter';
import { Refusal } from './api/client';
import { Shell } from './app/Shell';
import './app/theme';
import './styles.css';

const Now = lazy(() => import('./pages/Now'));
const Sessions = lazy(() => import('./pages/Sessions'));
const Session = lazy(() => import('./pages/Session'));
const Users = lazy(() => import('./pages/Users'));
const User = lazy(() => import('./pages/User'));
const Review = lazy(() => import('./pages/Review'));
const Detectors = lazy(() => import('./pages/Detectors'));
const Detector = lazy(() => import('./pages/Detector'));
const Policies = lazy(() => import('./pages/Policies'));
const Policy = lazy(() => import('./pages/Policy'));
const Lists = lazy(() => import('./pages/Lists'));
const Audit = lazy(() => import('./pages/Audit'));
const Keys = lazy(() => import('./pages/Keys'));

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // What was refused for what it is, stays refused.
      retry: (failures, error) => failures < 2 && !(error instanceof Refusal && error.status >= 400 && error.status < 500),
      staleTime: 5_000,
    },
  },
});

/** The id in the address as it is; the router decodes some characters and not others. */
function lastSegment(): string {
  const text = location.pathname.split('/').at(-1)!;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <Router base="/console">
        <Shell>
          <Switch>
            <Route path="/" component={Now} />
            <Route path="/sessions" component={Sessions} />
            <Route path="/sessions/:id">{() => <Session id={lastSegment()} />}</Route>
            <Route path="/users" component={Users} />
            <Route path="/users/:id">{() => <User id={lastSegment()} />}</Route>
            <Route path="/review" component={Review} />
            <Route path="/detectors" component={Detectors} />
            <Route path="/detectors/:code">{({ code }) => <Detector code={code} />}</Route>
            <Route path="/policy" component={Policies} />
            <Route path="/policy/:number">{({ number }) => <Policy number={number} />}</Route>
            <Route path="/lists" component={Lists} />
            <Route path="/audit" component={Audit} />
            <Route path="/keys" component={Keys} />
            <Route>
              <h1>There is no such page</h1>
              <p>The pages are listed above.</p>
            </Route>
          </Switch>
        </Shell>
      </Router>
    </QueryClientProvider>
  </StrictMode>,
);
