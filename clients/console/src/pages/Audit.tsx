import { Button } from 'react-aria-components';
import { addressOf, query, type Answers } from '../api/client';
import { useCaller, useChange, useIsAdmin, usePages } from '../api/queries';
import { count, score, words } from '../app/format';
import { instant, Search, useFilters } from '../parts/Search';
import { Failure, Pages } from '../parts/State';
import { DecisionMark, Moment, ReasonName, SessionLink, UserLink } from '../parts/Words';

const kinds: Answers['AuditKind'][] = [
  'SESSION_OPENED',
  'BATCH',
  'EVALUATION',
  'CHALLENGE',
  'SESSION_ENDED',
  'DEGRADED',
  'SHARED_INPUT',
  'BAN',
  'BAN_LIFTED',
  'BLOCKS_LIFTED',
  'SESSIONS_REVOKED',
  'BASELINE',
  'PROFILE_FORGOTTEN',
  'USER_ERASED',
  'USER_READ',
  'USER_EXPORTED',
  'AUDIT_READ',
  'KEY_MADE',
  'KEY_REPLACED',
  'KEY_REVOKED',
  'LIST_ENTRY_MADE',
  'LIST_ENTRY_ENDED',
  'SIGNED_IN',
  'POLICY',
  'SIMULATION',
  'REFUSED',
];

/** Every row: what was decided, and who did what. */
export default function Audit() {
  const filters = useFilters();
  const asked = {
    userId: filters.user,
    sessionId: filters.session,
    decision: filters.decision,
    reason: filters.reason,
    kind: filters.kind,
    declaredAgent: filters.agent,
    label: filters.label,
    from: instant(filters.from),
    to: instant(filters.to),
  };
  const rows = usePages<Answers['AuditAnswer']>(query('/audit', { ...asked, limit: 50 }));
  const scopes = useCaller().data?.scopes ?? [];
  return (
    <>
      <h1>Audit</h1>
      <Search
        path="/audit"
        fields={[
          { name: 'kind', label: 'Kind', options: kinds },
          { name: 'user', label: 'User' },
          { name: 'session', label: 'Session' },
          { name: 'decision', label: 'Decision', options: ['ALLOW', 'CHALLENGE', 'BLOCK'] },
          { name: 'reason', label: 'Reason' },
          { name: 'agent', label: 'Agent' },
          { name: 'from', label: 'From', type: 'datetime-local' },
          { name: 'to', label: 'Before', type: 'datetime-local' },
        ]}
      />
      <p className="buttons">
        <a className="button" href={addressOf(query('/audit/export', { ...asked, format: 'csv' }))} download="audit.csv">
          Export as CSV
        </a>
        <a className="button" href={addressOf(query('/audit/export', { ...asked, format: 'ndjson' }))} download="audit.ndjson">
          Export as NDJSON
        </a>
        {(scopes.includes('ADMIN') || scopes.includes('OPERATOR')) && (
          <a className="button" href="/hangfire">
            Background jobs
          </a>
        )}
      </p>
      <Pages of={rows} items={(page: Answers['AuditAnswer']) => page.items} empty="No row matches.">
        {(items) => <Table of={items} />}
      </Pages>
      <Digests />
    </>
  );
}

function Table({ of }: { of: Answers['AuditItem'][] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Rows">
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            <th scope="col">Kind</th>
            <th scope="col">User</th>
            <th scope="col">Session</th>
            <th scope="col">Decision</th>
            <th scope="col" className="number">
              Trust
            </th>
            <th scope="col">Reasons, or what was done</th>
            <th scope="col">By key</th>
          </tr>
        </thead>
        <tbody>
          {of.map((row) => (
            <tr key={row.decisionId}>
              <th scope="row">
                <Moment at={row.decidedAt} />
              </th>
              <td>
                {words(row.kind)}
                {row.count > 1 && ` × ${count(row.count)}`}
              </td>
              <td>
                <UserLink id={row.userId} />
              </td>
              <td>{row.sessionId && <SessionLink id={row.sessionId} />}</td>
              <td>
                <DecisionMark of={row.decision} />
              </td>
              <td className="number">{score(row.trust)}</td>
              <td>
                {row.reasons.map((reason) => (
                  <span key={reason.code}>
                    <ReasonName code={reason.code} />{' '}
                  </span>
                ))}
                {row.action} {row.target}
              </td>
              <td>{row.actor && <code title={row.actor}>{row.actor.slice(0, 8)}</code>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Days whose rows were summed up and signed. */
function Digests() {
  const isAdmin = useIsAdmin();
  const days = usePages<Answers['DigestsAnswer']>(isAdmin ? '/audit/digests?limit=14' : null);
  if (!isAdmin) return null;
  return (
    <>
      <h2>Signed days</h2>
      <p>Each night, the day's rows are summed up in a digest and signed. To verify a day reads all of its rows.</p>
      <Pages of={days} items={(page: Answers['DigestsAnswer']) => page.items} empty="No day was signed yet.">
        {(items) => (
          <ul className="plain-list">
            {items.map((day) => (
              <Day key={day.day} of={day} />
            ))}
          </ul>
        )}
      </Pages>
    </>
  );
}

function Day({ of }: { of: Answers['SignedDayAnswer'] }) {
  const verify = useChange<Answers['DayCheckAnswer']>();
  return (
    <li>
      {of.day}: {count(of.rows)} rows{of.lateRows > 0 && `, ${count(of.lateRows)} of them late`}, signed{' '}
      <Moment at={of.signedAt} />{' '}
      <Button
        isDisabled={verify.isPending}
        onPress={() => verify.mutate({ method: 'POST', path: `/audit/digests/${of.day}/verify` })}
      >
        {verify.isPending ? `Verifying ${of.day}` : `Verify ${of.day}`}
      </Button>
      {verify.data && <Checked of={verify.data} />}
      {verify.error && <Failure error={verify.error} />}
    </li>
  );
}

/** Only a day whose rows were all compared is good. */
const marks = { INTACT: 'allow', CHANGED: 'block', UNSIGNED: 'challenge', NOTHING: 'challenge' } as const;

function Checked({ of }: { of: Answers['DayCheckAnswer'] }) {
  return (
    <div role="status">
      <span className={`mark ${marks[of.result]}`}>{of.result}</span>{' '}
      {of.erasedRows > 0 && `${count(of.erasedRows)} rows are of erased users. `}
      {of.faultCount > 0 && (
        <ul>
          {of.faults.map((fault) => (
            <li key={`${fault.kind}${fault.day}${fault.decisionId}${fault.number}`}>
              {words(fault.kind)} on {fault.day}: {fault.decisionId ? <code>{fault.decisionId}</code> : `digest ${fault.number}`}
            </li>
          ))}
          {of.faultCount > of.faults.length && <li>and {count(of.faultCount - of.faults.length)} more</li>}
        </ul>
      )}
    </div>
  );
}
