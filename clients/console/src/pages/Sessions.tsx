import { query, type Answers } from '../api/client';
import { usePages, useReasons } from '../api/queries';
import { instant, Search, useFilters } from '../parts/Search';
import { bySession, type FoundSession } from '../parts/sessions';
import { Pages } from '../parts/State';
import { Cause, DecisionMark, Moment, SessionLink, UserLink } from '../parts/Words';

/** Finds sessions by the rows of their audit. */
export default function Sessions() {
  const { user, session, decision, reason, agent, label, from, to } = useFilters();
  const codes = [...(useReasons().data?.keys() ?? [])];
  const found = usePages<Answers['AuditAnswer']>(
    query('/audit', {
      userId: user,
      sessionId: session,
      decision,
      reason,
      declaredAgent: agent,
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
          { name: 'agent', label: 'Agent' },
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

function Table({ of }: { of: FoundSession[] }) {
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
              <td>
                <Cause of={one.strictest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
