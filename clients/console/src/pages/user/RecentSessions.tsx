import { Link } from 'wouter';
import { query, segment, type Answers } from '../../api/client';
import { useAnswer } from '../../api/queries';
import { bySession } from '../../parts/sessions';
import { Answer } from '../../parts/State';
import { Cause, DecisionMark, Moment, SessionLink } from '../../parts/Words';

/** The sessions of the last hundred rows, ten at most. */
export function RecentSessions({ user }: { user: string }) {
  const rows = useAnswer<Answers['AuditAnswer']>(query('/audit', { userId: user, limit: 100 }));
  return (
    <Answer of={rows}>
      {({ items }) => {
        const sessions = bySession(items).slice(0, 10);
        if (sessions.length === 0) return <p className="quiet">None in the audit.</p>;
        return (
          <>
            <ul className="plain-list">
              {sessions.map(({ id, last }) => (
                <li key={id}>
                  <SessionLink id={id} /> <DecisionMark of={last.decision} /> <Moment at={last.decidedAt} /> <Cause of={last} />
                </li>
              ))}
            </ul>
            <Link href={`/sessions?user=${segment(user)}`}>All sessions of this user</Link>
          </>
        );
      }}
    </Answer>
  );
}
