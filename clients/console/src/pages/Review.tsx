import { useEffect, useRef, useState } from 'react';
import { Button, Label, TextArea, TextField } from 'react-aria-components';
import { query, type Answers } from '../api/client';
import { useAnswer, useCaller, useChange, usePages } from '../api/queries';
import { count, dayOf, percent, words } from '../app/format';
import { useFilters } from '../parts/Search';
import { Answer, Failure, Pages } from '../parts/State';
import { DecisionMark, LabelMark, Moment, ReasonName } from '../parts/Words';
import { SessionStory } from './Session';
import { Link } from 'wouter';

type Case = Answers['ReviewAnswer'];

const kinds = ['BLOCK', 'FAILED_CHALLENGE', 'ALLOW'] as const;

/** The queue: one case after the other, with the keyboard alone if one likes. */
export default function Review() {
  const { kind, state } = useFilters();
  const done = state === 'done';
  const cases = usePages<Answers['ReviewsAnswer']>(query('/review', { state: done ? 'DONE' : 'OPEN', kind, limit: 50 }));
  return (
    <>
      <h1>Review</h1>
      <nav aria-label="Queue" className="tabs">
        <Tab to={{}} here={!done && !kind}>
          Open
        </Tab>
        {kinds.map((one) => (
          <Tab key={one} to={{ kind: one }} here={!done && kind === one}>
            {one === 'ALLOW' ? 'Sample of allowed' : words(one)}
          </Tab>
        ))}
        <Tab to={{ state: 'done' }} here={done}>
          Done
        </Tab>
      </nav>
      <Pages
        of={cases}
        items={(page: Answers['ReviewsAnswer']) => page.items}
        empty={done ? 'Nothing was labelled yet.' : 'Nothing waits.'}
      >
        {(items) => <Queue key={`${kind}${state}`} items={items} />}
      </Pages>
      <h2>How often decisions were wrong</h2>
      <Rates />
    </>
  );
}

function Tab({ to, here, children }: { to: Record<string, string>; here: boolean; children: string }) {
  return (
    <Link href={query('/review', to)} aria-current={here ? 'true' : undefined}>
      {children}
    </Link>
  );
}

function Queue({ items }: { items: Case[] }) {
  // The case stays the same while newer ones arrive: a label must not reach another one.
  const [at, setAt] = useState(items[0]!.id);
  const index = items.findIndex((item) => item.id === at);
  const current = items[index];
  const go = (step: number) => {
    const next = items[index + step];
    if (index >= 0 && next) setAt(next.id);
  };
  return (
    <div className="queue">
      <ol aria-label="Cases">
        {items.map((item) => (
          <li key={item.id}>
            <button aria-current={item === current ? 'true' : undefined} onClick={() => setAt(item.id)}>
              <DecisionMark of={item.kind === 'FAILED_CHALLENGE' ? 'CHALLENGE' : item.kind} /> {item.userId}
              <small>
                <Moment at={item.decidedAt} /> {item.label && <LabelMark of={item.label} />}
              </small>
            </button>
          </li>
        ))}
      </ol>
      {current ? (
        <CurrentCase key={current.id} of={current} go={go} />
      ) : (
        <p role="status">This case has left the list: it was labelled, by you or by a colleague. Choose another one.</p>
      )}
    </div>
  );
}

const help = 'Keys: J next, K previous, C claim, L legitimate, F fraud, N note.';

function CurrentCase({ of, go }: { of: Case; go: (step: number) => void }) {
  const caller = useCaller().data;
  const change = useChange<Case | null>();
  const [note, setNote] = useState(of.note ?? '');
  const noteField = useRef<HTMLTextAreaElement>(null);
  const mine = of.claimedBy !== null && of.claimedBy === caller?.keyId && Date.parse(of.claimedUntil!) > Date.now();
  const claim = () => change.mutate({ method: mine ? 'DELETE' : 'POST', path: `/review/${of.id}/claim` });
  const label = (word: Answers['Label']) =>
    change.mutate(
      { method: 'PUT', path: `/review/${of.id}/label`, body: { label: word, note: note.trim() || null } },
      { onSuccess: () => go(1) },
    );

  useEffect(() => {
    const actions: Record<string, () => void> = {
      j: () => go(1),
      k: () => go(-1),
      c: claim,
      l: () => label('LEGITIMATE'),
      f: () => label('FRAUD'),
      n: () => noteField.current?.focus(),
    };
    const pressed = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      const typing = target.matches('input, textarea, select') || document.querySelector('[role=alertdialog]') !== null;
      if (event.key === 'Escape' && target === noteField.current) target.blur();
      if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || change.isPending) return;
      const action = actions[event.key.toLowerCase()];
      if (!action) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', pressed);
    return () => removeEventListener('keydown', pressed);
  });

  return (
    <section aria-label="The case" className="case">
      <h2>
        {of.kind === 'ALLOW' ? 'Allowed' : words(of.kind)}: {of.userId}
      </h2>
      <p>
        Decided <Moment at={of.decidedAt} />
        {of.reason && (
          <>
            , turned by <ReasonName code={of.reason} />
          </>
        )}
        . {of.label && <LabelMark of={of.label} />}
        {of.claimedBy && !mine && Date.parse(of.claimedUntil!) > Date.now() && 'Somebody else has claimed it.'}
      </p>
      <div className="label-form">
        <TextField value={note} onChange={setNote}>
          <Label>Note for colleagues</Label>
          <TextArea ref={noteField} maxLength={1000} rows={2} />
        </TextField>
        <div className="buttons">
          <Button onPress={claim} isDisabled={of.label !== null || change.isPending}>
            {mine ? 'Release' : 'Claim'}
          </Button>
          <Button onPress={() => label('LEGITIMATE')} isDisabled={change.isPending}>
            Legitimate
          </Button>
          <Button onPress={() => label('FRAUD')} isDisabled={change.isPending}>
            Fraud
          </Button>
          <Button onPress={() => go(-1)}>Previous</Button>
          <Button onPress={() => go(1)}>Next</Button>
        </div>
        <p className="quiet keys-help">{help}</p>
        {change.error && <Failure error={change.error} />}
      </div>
      <SessionStory id={of.sessionId} />
    </section>
  );
}

function Rates() {
  const rates = useAnswer<Answers['ErrorRatesAnswer']>('/review/rates');
  return (
    <Answer of={rates}>
      {(of) =>
        of.decisions.length === 0 ? (
          <p className="quiet">
            No challenge or block of the last 31 days has a label yet. Labels of this page and of your site count.
          </p>
        ) : (
          <>
            <p>
              Of the decisions of the last 31 days that have a label, the share that stopped somebody who should not have been
              stopped. The bar is its interval of 95 %.
            </p>
            <RateTable caption="By decision" of={of.decisions} name={() => 'all'} />
            <RateTable
              caption="By the reason that turned it"
              of={of.reasons}
              name={(rate) => <ReasonName code={rate.reason!} />}
            />
            <RateTable caption="By day" of={of.days} name={(rate) => dayOf(rate.day!)} />
          </>
        )
      }
    </Answer>
  );
}

function RateTable({
  caption,
  of,
  name,
}: {
  caption: string;
  of: Answers['ErrorRateAnswer'][];
  name: (rate: Answers['ErrorRateAnswer']) => React.ReactNode;
}) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Of</th>
            <th scope="col">Decision</th>
            <th scope="col" className="number">
              Wrong
            </th>
            <th scope="col" className="number">
              Labelled
            </th>
            <th scope="col">Share wrong, with its interval</th>
          </tr>
        </thead>
        <tbody>
          {of.map((rate) => (
            <tr key={`${rate.decision}${rate.reason}${rate.day}`}>
              <th scope="row">{name(rate)}</th>
              <td>
                <DecisionMark of={rate.decision} />
              </td>
              <td className="number">{count(rate.legitimate)}</td>
              <td className="number">{count(rate.legitimate + rate.fraud)}</td>
              <td>
                <svg className="interval" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
                  <line x1="0" x2="100" y1="6" y2="6" />
                  <rect x={rate.low * 100} width={Math.max((rate.high - rate.low) * 100, 0.5)} y="3" height="6" />
                  <rect className="point" x={rate.share * 99} width="1.5" y="0" height="12" />
                </svg>{' '}
                {percent(rate.share)} ({percent(rate.low)} to {percent(rate.high)})
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
