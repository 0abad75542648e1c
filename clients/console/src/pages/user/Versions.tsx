import { segment, type Answers } from '../../api/client';
import { useChange, useIsAdmin } from '../../api/queries';
import { count, percent, words } from '../../app/format';
import { Confirm } from '../../parts/Confirm';
import { Moment } from '../../parts/Words';

/** The baseline's versions, what the gate said, and the way back to an earlier one. */
export function Versions({ user, of, scored }: { user: string; of: Answers['LearntAnswer']; scored: number }) {
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
