import { useState } from 'react';
import { Button } from 'react-aria-components';
import { query, type Answers } from '../api/client';
import { useChange, useIsAdmin, usePages, useReasons } from '../api/queries';
import { Confirm } from '../parts/Confirm';
import { instant, Search, useFilters } from '../parts/Search';
import { Failure, Pages } from '../parts/State';
import { Moment, ReasonName, UserLink } from '../parts/Words';

type Entry = Answers['ListEntryAnswer'];

const effects = ['DENY', 'ALLOW', 'SNOOZE'] as const;

const colours: Record<Entry['effect'], string> = { DENY: 'block', ALLOW: 'allow', SNOOZE: 'challenge' };

/** Whom to treat otherwise than their behaviour says, until when and why. */
export default function Lists() {
  const isAdmin = useIsAdmin();
  const filters = useFilters();
  const entries = usePages<Answers['ListsAnswer']>(
    query('/lists', { effect: filters.effect, userId: filters.user, cidr: filters.cidr, limit: 50 }),
  );
  return (
    <>
      <h1>Lists</h1>
      <p>
        An entry denies, allows or snoozes whoever meets all of its conditions, until it ends.{' '}
        <a href="/docs/lists">What each does</a>
      </p>
      {isAdmin && <NewEntry />}
      <Search
        path="/lists"
        fields={[
          { name: 'effect', label: 'Effect', options: effects },
          { name: 'user', label: 'User' },
          { name: 'cidr', label: 'Network' },
        ]}
      />
      <Pages of={entries} items={(page) => page.items} empty="No entry counts.">
        {(items) => <Table of={items} />}
      </Pages>
    </>
  );
}

function Table({ of }: { of: Entry[] }) {
  const isAdmin = useIsAdmin();
  const end = useChange();
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Entries">
      <table>
        <thead>
          <tr>
            <th scope="col">Effect</th>
            <th scope="col">Whom</th>
            <th scope="col">Why</th>
            <th scope="col">Made</th>
            <th scope="col">Ends</th>
            <th scope="col">
              <span className="hidden">Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {of.map((entry) => (
            <tr key={entry.id}>
              <th scope="row">
                <span className={`mark ${colours[entry.effect]}`}>{entry.effect}</span>
              </th>
              <td>
                <Conditions of={entry} />
              </td>
              <td>{entry.note}</td>
              <td>
                <Moment at={entry.createdAt} />
              </td>
              <td>
                <Moment at={entry.endedAt ?? entry.expiresAt} />
              </td>
              <td>
                {isAdmin && !entry.endedAt && (
                  <Confirm
                    label="End"
                    title="End the entry?"
                    danger
                    action={() => end.mutateAsync({ method: 'DELETE', path: `/lists/${entry.id}` })}
                  >
                    <p>It counts no more: at once on this node, and within five seconds on every other.</p>
                  </Confirm>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Conditions({ of }: { of: Entry }) {
  return (
    <>
      {of.userId && (
        <div>
          user <UserLink id={of.userId} />
        </div>
      )}
      {of.device && (
        <div>
          device <code>{of.device}</code>
        </div>
      )}
      {of.cidr && (
        <div>
          network <code>{of.cidr}</code>
        </div>
      )}
      {of.country && <div>country {of.country}</div>}
      {of.reason && (
        <div>
          reason <ReasonName code={of.reason} />
        </div>
      )}
    </>
  );
}

function NewEntry() {
  const reasons = useReasons().data;
  const empty = { effect: 'DENY', userId: '', device: '', cidr: '', country: '', reason: '', expires: '', note: '' };
  const [entry, setEntry] = useState(empty);
  const make = useChange<Entry>();
  const set = (name: keyof typeof empty) => (event: { target: { value: string } }) =>
    setEntry({ ...entry, [name]: event.target.value });
  const some = (text: string) => text.trim() || null;
  return (
    <form
      className="search"
      aria-label="A new entry"
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate(
          {
            method: 'POST',
            path: '/lists',
            body: {
              effect: entry.effect,
              userId: some(entry.userId),
              device: some(entry.device),
              cidr: some(entry.cidr),
              country: some(entry.country),
              reason: some(entry.reason),
              expiresAt: instant(entry.expires) ?? null,
              note: entry.note,
            },
          },
          { onSuccess: () => setEntry(empty) },
        );
      }}
    >
      <label>
        Effect of a new entry
        <select value={entry.effect} onChange={set('effect')}>
          {effects.map((effect) => (
            <option key={effect}>{effect}</option>
          ))}
        </select>
      </label>
      <label>
        User id
        <input value={entry.userId} onChange={set('userId')} autoComplete="off" />
      </label>
      <label>
        Device id
        <input value={entry.device} onChange={set('device')} autoComplete="off" />
      </label>
      <label>
        Network (CIDR)
        <input value={entry.cidr} onChange={set('cidr')} placeholder="203.0.113.0/24" autoComplete="off" />
      </label>
      <label>
        Country (two letters)
        <input value={entry.country} onChange={set('country')} maxLength={2} autoComplete="off" />
      </label>
      <label>
        Reason
        <select value={entry.reason} onChange={set('reason')}>
          <option value="">any</option>
          {[...(reasons?.keys() ?? [])].sort().map((code) => (
            <option key={code}>{code}</option>
          ))}
        </select>
      </label>
      <label>
        Ends
        <input type="datetime-local" value={entry.expires} onChange={set('expires')} required />
      </label>
      <label>
        Why
        <input value={entry.note} onChange={set('note')} maxLength={500} required autoComplete="off" />
      </label>
      <Button type="submit" className="primary" isDisabled={make.isPending}>
        List
      </Button>
      {make.error && <Failure error={make.error} />}
    </form>
  );
}
