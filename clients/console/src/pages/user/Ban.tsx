import { segment, type Answers } from '../../api/client';
import { useChange, useIsAdmin } from '../../api/queries';
import { Confirm } from '../../parts/Confirm';
import { Moment } from '../../parts/Words';

/** The ban that holds, and the way to lift it. */
export function Ban({ user, of }: { user: string; of: Answers['BanAnswer'] | null }) {
  const isAdmin = useIsAdmin();
  const change = useChange();
  if (!of) return null;
  return (
    <div className="why block">
      <strong>Banned</strong> since <Moment at={of.since} />
      {of.expiresAt ? (
        <>
          {' '}
          until <Moment at={of.expiresAt} />.
        </>
      ) : (
        ', permanently.'
      )}{' '}
      {isAdmin && (
        <Confirm
          label="Lift the ban"
          title={`Lift the ban of ${user}?`}
          action={() => change.mutateAsync({ method: 'DELETE', path: `/bans/${segment(user)}` })}
        >
          <p>The user's sessions are decided by their evidence again, from the next decision on.</p>
        </Confirm>
      )}
    </div>
  );
}
