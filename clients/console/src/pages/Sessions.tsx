import { query, type Answers } from '../api/client';
import { usePages, useReasons } from '../api/queries';
import { causeOf } from '../parts/evidence';
import { instant, Search, useFilters } from '../parts/Search';
import { Pages } from '../parts/State';
import { DecisionMark, Moment, ReasonName, SessionLink, UserLink } from '../parts/Words';

interface Found {
  id: string;
  user: string;
  last: Answers['AuditItem'];
  strictest: Answers['AuditItem'];
}

const strictness = { ALLOW: 0, CHALLENGE: 1, BLOCK: 2 } as const;

/** Finds sessions by the rows of their audit. */
export default function Sessions() {
  const { user, session, decision, reason, label, from, to } = useFilters();
  const codes = [...(useReasons().data?.keys() ?? [])];
  const found = usePages<Answers['AuditAnswer']>(
    query('/audit', {
      userId: user,
      sessionId: session,
      decision,
      reason,
      label,
      from: instant(from),
      to: instant(to),
      limit: 200,
    }),
  );
  return (
    <>
      <h1>Sessions</h1>
      <Search
        path="/sessions"
        fields={[
          { name: 'user', label: 'User' },
          { name: 'session', label: 'Session' },
          { name: 'decision', label: 'Decision', options: ['ALLOW', 'CHALLENGE', 'BLOCK'] },
          { name: 'reason', label: 'Reason', options: codes },
          { name: 'label', label: 'Label', options: ['LEGITIMATE', 'FRAUD'] },
          { name: 'from', label: 'From', type: 'datetime-local' },
          { name: 'to', label: 'Before', type: 'datetime-local' },
        ]}
      />
      <Pages of={found} items={(page: Answers['AuditAnswer']) => page.items} empty="No session matches.">
        {(rows) => <Table of={bySession(rows)} />}
      </Pages>
    </>
  );
}

function Table({ of }: { of: Found[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Sessions found">
      <table>
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col">User</th>
            <th scope="col">Last row</th>
            <th scope="col">Strictest</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {of.map((one) => (
            <tr key={one.id}>
              <th scope="row">
                <SessionLink id={one.id} />
              </th>
              <td>
                <UserLink id={one.user} />
              </td>
              <td>
                <Moment at={one.last.decidedAt} />
              </td>
              <td>
                <DecisionMark of={one.strictest.decision} />
              </td>
              <td>{reasonOf(one.strictest) && <ReasonName code={reasonOf(one.strictest)!} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Why a row was no ALLOW. */
const reasonOf = (row: Answers['AuditItem']) =>
  row.decision === 'ALLOW' ? undefined : causeOf({ turnedBy: row.turnedBy, evidence: row.reasons });

/** The sessions of rows that are newest first, in the order of their last row. */
function bySession(rows: Answers['AuditItem'][]): Found[] {
  const found = new Map<string, Found>();
  for (const row of rows) {
    if (row.sessionId === null) continue;
    const one = found.get(row.sessionId);
    if (!one) found.set(row.sessionId, { id: row.sessionId, user: row.userId, last: row, strictest: row });
    else if (strictness[row.decision] > strictness[one.strictest.decision]) one.strictest = row;
  }
  return [...found.values()];
}
