import { useState } from 'react';
import { addressOf, segment } from '../../api/client';
import { useChange } from '../../api/queries';
import { Confirm } from '../../parts/Confirm';

/** What an administrator can do about the user. */
export function Changes({ user, openStrikes }: { user: string; openStrikes: number }) {
  const change = useChange<unknown>();
  const [hours, setHours] = useState('24');
  const path = `/users/${segment(user)}`;
  return (
    <section aria-label="Changes" className="buttons">
      {openStrikes > 0 && (
        <Confirm
          label="Lift blocks"
          title={`Lift the blocks of ${user}?`}
          action={() => change.mutateAsync({ method: 'DELETE', path: `${path}/blocks` })}
        >
          <p>
            Blocks, failed challenges and carried evidence end on every device. Live sessions are decided anew at their next call.
          </p>
        </Confirm>
      )}
      <Confirm
        label="End all sessions"
        title={`End all sessions of ${user}?`}
        action={() => change.mutateAsync({ method: 'DELETE', path: `${path}/sessions` })}
      >
        <p>
          Sessions that were opened until now end on every node. The next one starts without carried trust, and each device has to
          be proven again by a challenge. The site&apos;s own log-ins go on: end them there.
        </p>
      </Confirm>
      <Confirm
        label="Ban"
        title={`Ban ${user}?`}
        danger
        action={() =>
          change.mutateAsync({
            method: 'POST',
            path: '/bans',
            body:
              hours === ''
                ? { userId: user, permanent: true }
                : { userId: user, expiresAt: new Date(Date.now() + Number(hours) * 3_600_000).toISOString() },
          })
        }
      >
        <p>
          Every session of the user is answered BLOCK from the next decision on. A ban replaces an earlier one and can be lifted.
        </p>
        <label>
          For
          <select value={hours} onChange={(event) => setHours(event.target.value)}>
            <option value="1">1 hour</option>
            <option value="24">24 hours</option>
            <option value="168">7 days</option>
            <option value="720">30 days</option>
            <option value="">ever</option>
          </select>
        </label>
      </Confirm>
      <Confirm
        label="Forget the baseline"
        title={`Forget what was learned about ${user}?`}
        danger
        typed={user}
        action={() => change.mutateAsync({ method: 'DELETE', path: `${path}/profile` })}
      >
        <p>
          Every version of the baseline and every training sample is deleted. It cannot be undone: the user starts anew, as a new
          one.
        </p>
      </Confirm>
      <a className="button" href={addressOf(`${path}/export`)} download={`${user}.json`}>
        Export
      </a>
      <Confirm
        label="Erase"
        title={`Erase ${user}?`}
        danger
        typed={user}
        action={() => change.mutateAsync({ method: 'DELETE', path })}
      >
        <p>
          Sessions, strikes, ban, devices, baselines, training samples, labels, and what the audit says of the user are erased.
          The hashes of the audit stay, so its digests still verify. It cannot be undone.
        </p>
      </Confirm>
    </section>
  );
}
