import type { Answers } from '../../api/client';
import { count, percent, words } from '../../app/format';

/** How sure each model is. */
export function Enrolment({ of }: { of: Answers['EnrolmentAnswer'][] }) {
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
