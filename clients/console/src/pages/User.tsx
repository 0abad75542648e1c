import { useState } from 'react';
import { Link } from 'wouter';
import { addressOf, query, Refusal, segment, type Answers } from '../api/client';
import { useAnswer, useChange, useIsAdmin } from '../api/queries';
import { count, percent, score, words } from '../app/format';
import { BaselineContent } from '../parts/BaselineContent';
import { causeOf } from '../parts/evidence';
import { Confirm } from '../parts/Confirm';
import { Answer } from '../parts/State';
import { DecisionMark, Facts, Moment, ReasonName, SessionLink } from '../parts/Words';

type Profile = Answers['ProfileAnswer'];

export default function User({ id }: { id: string }) {
  const profile = useAnswer<Profile>(`/users/${segment(id)}/profile`);
  const unknown = profile.error instanceof Refusal && profile.error.code === 'user_unknown';
  return (
    <>
      <h1>
        User <code>{id}</code>
      </h1>
      {unknown ? (
        <p>No user with this id is known. Ids are those that your site opens sessions with, and are compared letter by letter.</p>
      ) : (
        <Answer of={profile}>{(of) => <Known of={of} />}</Answer>
      )}
    </>
  );
}

function Known({ of }: { of: Profile }) {
  const isAdmin = useIsAdmin();
  const id = of.userId;
  return (
    <>
      <Facts
        of={[
          ['Carried trust', score(of.carryOver)],
          ['Known devices', count(of.knownDevices)],
          ['Open blocks and failed challenges', count(of.openStrikes)],
          ['Scored with', of.scoredWithVersion > 0 ? `version ${of.scoredWithVersion} of the baseline` : 'no baseline yet'],
        ]}
      />
      <Ban user={id} of={of.ban} />
      {isAdmin && <Changes user={id} openStrikes={of.openStrikes} />}
      <h2>Sessions</h2>
      <Sessions user={id} />
      <h2>Devices</h2>
      <Devices of={of} />
      <h2>Baseline</h2>
      <Enrolment of={of.enrolment} />
      {of.learnt ? (
        <Versions user={id} of={of.learnt} scored={of.scoredWithVersion} />
      ) : (
        <p className="quiet">Nothing was learned yet.</p>
      )}
      {of.scoredWithVersion > 0 && <BaselineContent user={id} />}
    </>
  );
}

function Ban({ user, of }: { user: string; of: Answers['BanAnswer'] | null }) {
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

/** Devices by the hash of their name: the site's own names are not stored. */
function Devices({ of }: { of: Profile }) {
  const names = [...new Set([...of.devices, ...of.strikes].map((one) => one.device))];
  if (names.length === 0)
    return <p className="quiet">No challenge was passed or failed on any device, and none was blocked in the last day.</p>;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Devices">
      <table>
        <thead>
          <tr>
            <th scope="col">Device, by its hash</th>
            <th scope="col">Challenge passed last</th>
            <th scope="col">Block or failed challenges of the last day</th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const passed = of.devices.find((one) => one.device === name)?.passedAt;
            const strike = of.strikes.find((one) => one.device === name);
            return (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td>{passed ? <Moment at={passed} /> : '–'}</td>
                <td>
                  {strike ? (
                    <>
                      {strike.blocked ? 'blocked' : `${count(strike.failedChallenges)} failed`} <Moment at={strike.at} />
                      {strike.open ? '' : ', cleared'}
                    </>
                  ) : (
                    '–'
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function Changes({ user, openStrikes }: { user: string; openStrikes: number }) {
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

function Sessions({ user }: { user: string }) {
  const rows = useAnswer<Answers['AuditAnswer']>(query('/audit', { userId: user, limit: 100 }));
  return (
    <Answer of={rows}>
      {({ items }) => {
        const sessions = new Map<string, Answers['AuditItem']>();
        for (const row of items) if (row.sessionId && !sessions.has(row.sessionId)) sessions.set(row.sessionId, row);
        if (sessions.size === 0) return <p className="quiet">None in the audit.</p>;
        return (
          <>
            <ul className="plain-list">
              {[...sessions].slice(0, 10).map(([id, row]) => (
                <li key={id}>
                  <SessionLink id={id} /> <DecisionMark of={row.decision} /> <Moment at={row.decidedAt} /> <Cause of={row} />
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

function Cause({ of }: { of: Answers['AuditItem'] }) {
  const code = of.decision === 'ALLOW' ? undefined : causeOf({ turnedBy: of.turnedBy, evidence: of.reasons });
  return code ? <ReasonName code={code} /> : null;
}

function Enrolment({ of }: { of: Answers['EnrolmentAnswer'][] }) {
  if (of.length === 0) return null;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Models">
      <table>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col" className="number">
              Samples
            </th>
            <th scope="col" className="number">
              Errors of a model with as many
            </th>
          </tr>
        </thead>
        <tbody>
          {of.map((one) => (
            <tr key={one.model}>
              <th scope="row">{words(one.model)}</th>
              <td className="number">{one.samples === null ? '–' : count(one.samples)}</td>
              <td className="number">{one.errorRate === null ? 'not measured' : percent(one.errorRate)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Versions({ user, of, scored }: { user: string; of: Answers['LearntAnswer']; scored: number }) {
  const isAdmin = useIsAdmin();
  const change = useChange<unknown>();
  return (
    <>
      <p>
        {count(of.trainingSamples)} training samples are used or wait for the next training, and {count(of.quarantined)} are in
        quarantine: they wait for a passed challenge, or do not match the verified ones. These expire after seven days.
      </p>
      <div className="scroll" tabIndex={0} role="region" aria-label="Versions">
        <table>
          <thead>
            <tr>
              <th scope="col">Version</th>
              <th scope="col">Trained</th>
              <th scope="col">The gate</th>
              <th scope="col" className="number">
                Drift
              </th>
              <th scope="col">Models</th>
              {isAdmin && (
                <th scope="col">
                  <span className="hidden">Change</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {of.versions.map((version) => (
              <tr key={version.version}>
                <th scope="row">
                  {version.version}
                  {version.version === scored && ' (in use)'}
                </th>
                <td>
                  <Moment at={version.createdAt} />
                </td>
                <td>
                  {words(version.status)}
                  {version.reason && `: ${version.reason}`}
                </td>
                <td className="number">{percent(version.drift)}</td>
                <td>{version.models.map(words).join(', ')}</td>
                {isAdmin && (
                  <td>
                    {version.status === 'PUBLISHED' && version.version !== of.publishedVersion && (
                      <Confirm
                        label="Roll back"
                        title={`Roll back to version ${version.version}?`}
                        action={() =>
                          change.mutateAsync({
                            method: 'POST',
                            path: `/users/${segment(user)}/profile/rollback`,
                            body: { version: version.version },
                          })
                        }
                      >
                        <p>
                          Every node scores {user} with this version from its next commit on. Later versions are marked as rolled
                          back, and later training samples are dropped.
                        </p>
                      </Confirm>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
