import type { Answers } from '../../api/client';
import { useAnswer } from '../../api/queries';
import { Answer } from '../../parts/State';

/** The members that the version has otherwise than the one that it is based on. */
export function Differences({ version }: { version: Answers['PolicyVersionAnswer'] }) {
  const differences = useAnswer<Answers['PolicyDifferencesAnswer']>(`/policy/versions/${version.number}/differences`);
  return (
    <section aria-label="What it changes">
      <h2>What it changes of version {version.basedOn}</h2>
      <Answer of={differences}>
        {({ differences: members }) =>
          members.length === 0 ? (
            <p className="quiet">Nothing.</p>
          ) : (
            <div className="scroll" tabIndex={0} role="region" aria-label="Differences">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Member</th>
                    <th scope="col">Before</th>
                    <th scope="col">In this version</th>
                  </tr>
                </thead>
                <tbody>
                  {members.map((one) => (
                    <tr key={one.path}>
                      <th scope="row">
                        <code>{one.path}</code>
                      </th>
                      <td>{shown(one.before)}</td>
                      <td>{shown(one.after)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          )
        }
      </Answer>
    </section>
  );
}

const shown = (value: unknown) => (value === null || value === undefined ? '–' : JSON.stringify(value));
