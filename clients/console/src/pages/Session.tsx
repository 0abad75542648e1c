import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { query, segment, type Answers } from '../api/client';
import { useAnswer, useChange, useIsAdmin, usePages, usePolicy, useReasons } from '../api/queries';
import { score, weight, words } from '../app/format';
import { Confirm } from '../parts/Confirm';
import { causeOf, groupName, groupOf, oddsOf, turningPoint, whatWouldHaveChanged, type Reasons } from '../parts/evidence';
import { SessionChart, type Sanction } from '../parts/SessionChart';
import { Pages } from '../parts/State';
import { DecisionMark, Facts, LabelMark, Moment, ReasonName } from '../parts/Words';

type Item = Answers['HistoryItem'];

export default function Session({ id }: { id: string }) {
  return (
    <>
      <h1>
        Session <code>{id}</code>
      </h1>
      <SessionStory id={id} />
    </>
  );
}

/** Everything that is known of a session, with the item that explains it best in front. */
export function SessionStory({ id }: { id: string }) {
  const timeline = usePages<Answers['HistoryAnswer']>(`/sessions/${segment(id)}/timeline?limit=200`);
  const reasons = useReasons().data;
  const policy = usePolicy().data;
  const first = timeline.data?.pages[0];
  // The oldest items come first, and those that explain the session may be the last.
  const { hasNextPage, isFetching, isError, fetchNextPage } = timeline;
  useEffect(() => {
    if (hasNextPage && !isFetching && !isError) void fetchNextPage();
  }, [hasNextPage, isFetching, isError, fetchNextPage]);
  const sanctions = useSanctions(first);
  const [chosen, choose] = useState<number | null>(null);
  return (
    <Pages of={timeline} items={(page: Answers['HistoryAnswer']) => page.items} empty="Nothing of this session is in the audit.">
      {(items) => {
        if (!reasons || !policy || !first || hasNextPage) return <p className="quiet">Loading: {items.length} items so far.</p>;
        const selected = Math.min(chosen ?? turningPoint(items), items.length - 1);
        return (
          <>
            <Summary of={first} items={items} reasons={reasons} />
            <SessionChart items={items} sanctions={sanctions} reasons={reasons} selected={selected} select={choose} />
            <Detail item={items[selected]!} before={items.slice(0, selected + 1)} reasons={reasons} policy={policy} />
            {first.gaps.length > 0 && <Gaps of={first.gaps} />}
          </>
        );
      }}
    </Pages>
  );
}

function Summary({ of, items, reasons }: { of: Answers['HistoryAnswer']; items: Item[]; reasons: Reasons }) {
  const user = of.userId!;
  const last = items.at(-1)!;
  const turning = items[turningPoint(items)]!;
  const why = causeOf(turning);
  return (
    <>
      <Facts
        of={[
          ['User', <Link href={`/users/${segment(user)}`}>{user}</Link>],
          ...(last.declaredAgent ? [['Agent', <code>{last.declaredAgent}</code>] as [string, React.ReactNode]] : []),
          ['Began', <Moment at={items[0]!.at} />],
          ['Last decision', <DecisionMark of={last.decision} />],
          ['Trust', score(last.trust)],
          ['Phase', last.phase ? words(last.phase) : '–'],
          ['Baseline', last.baselineVersion > 0 ? `version ${last.baselineVersion}` : 'none yet'],
          ...(of.labels.length > 0 ? [['Label', <LabelMark of={of.labels[0]!.label} />] as [string, React.ReactNode]] : []),
        ]}
      />
      {turning.decision !== 'ALLOW' && (
        <p className={`why ${turning.decision.toLowerCase()}`}>
          <strong>{turning.decision === 'BLOCK' ? 'Blocked' : 'Challenged'}</strong> at <Moment at={turning.at} />
          {why && (
            <>
              {' '}
              because of <ReasonName code={why} />: {reasons.get(why)?.meaning}
            </>
          )}
        </p>
      )}
      <LiftBlocks user={user} items={items} />
    </>
  );
}

/** Lifts blocks of the user, here where an administrator has seen why. */
function LiftBlocks({ user, items }: { user: string; items: Item[] }) {
  const isAdmin = useIsAdmin();
  const lift = useChange();
  if (!isAdmin || !items.some((item) => item.decision === 'BLOCK' || item.challengeOutcome === 'FAILED')) return null;
  return (
    <>
      <Confirm
        label="Lift the block"
        title={`Lift the blocks of ${user}?`}
        action={() => lift.mutateAsync({ method: 'DELETE', path: `/users/${segment(user)}/blocks` })}
      >
        <p>
          Blocks, failed challenges and carried evidence of this user end on every device. Live sessions are decided anew at their
          next call. A ban stays. The audit keeps that you did it.
        </p>
      </Confirm>
      {lift.isSuccess && <p role="status">The blocks of {user} are lifted.</p>}
    </>
  );
}

function Detail({
  item,
  before,
  reasons,
  policy,
}: {
  item: Item;
  before: Item[];
  reasons: Reasons;
  policy: Answers['PolicyAnswer'];
}) {
  return (
    <section aria-label="The chosen item" className="detail" aria-live="polite">
      <h2>
        {words(item.kind)} <DecisionMark of={item.decision} /> <Moment at={item.at} />
      </h2>
      <p className="what-if">{whatWouldHaveChanged(item, before, reasons, policy)}</p>
      <Facts
        of={[
          ['Trust', score(item.trust)],
          ['Bot risk', score(item.risk)],
          ['Impostor risk', score(item.impostorRisk)],
          ['Phase', item.phase ? words(item.phase) : '–'],
          ['Sensitivity', item.sensitivity],
          ...(item.action ? [['Action', item.action] as [string, string]] : []),
          ...(item.sequence !== null
            ? [['Batch', `${item.sequence}${item.stream ? ` of ${item.stream}` : ''}`] as [string, string]]
            : []),
          ...(item.turnedBy ? [['Turned by', <ReasonName code={item.turnedBy} />] as [string, React.ReactNode]] : []),
          ['Policy', `version ${item.policyVersion}`],
        ]}
      />
      {item.evidence.length === 0 ? (
        <p className="quiet">No detector judged anything here.</p>
      ) : (
        <div className="scroll" tabIndex={0} role="region" aria-label="Evidence">
          <table>
            <thead>
              <tr>
                <th scope="col">Reason</th>
                <th scope="col">What was seen</th>
                <th scope="col">Group</th>
                <th scope="col" className="number">
                  Weight, nats
                </th>
                <th scope="col">What it did</th>
              </tr>
            </thead>
            <tbody>
              {item.evidence.map((one) => (
                <tr key={one.code}>
                  <th scope="row">
                    <ReasonName code={one.code} />
                  </th>
                  <td>{reasons.get(one.code)?.meaning}</td>
                  <td>{groupName(groupOf(one.code, reasons))}</td>
                  <td className="number">{weight(one.weight)}</td>
                  <td>{oddsOf(one.weight, reasons.get(one.code)?.about ?? 'BOT')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Gaps({ of }: { of: Answers['GapAnswer'][] }) {
  return (
    <p role="alert">
      The chain of this session's commits has gaps: {of.map((gap) => `${words(gap.kind)} ${gap.from} to ${gap.to}`).join('; ')}.
    </p>
  );
}

/** Bans and lifted blocks of the user from the session's beginning on. */
function useSanctions(session: Answers['HistoryAnswer'] | undefined): Sanction[] {
  const from = session?.items[0]?.at;
  const path = (kind: string) =>
    session?.userId && from ? query('/audit', { userId: session.userId, kind, from, limit: 20 }) : null;
  const bans = useAnswer<Answers['AuditAnswer']>(path('BAN')).data?.items ?? [];
  const lifted = useAnswer<Answers['AuditAnswer']>(path('BLOCKS_LIFTED')).data?.items ?? [];
  const unbanned = useAnswer<Answers['AuditAnswer']>(path('BAN_LIFTED')).data?.items ?? [];
  return [...bans, ...lifted, ...unbanned].map((row) => ({ at: row.decidedAt, kind: row.kind }));
}
