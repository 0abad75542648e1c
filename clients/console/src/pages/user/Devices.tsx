import type { Answers } from '../../api/client';
import { count } from '../../app/format';
import { Moment } from '../../parts/Words';

/** Devices by the hash of their name: the site's own names are not stored. */
export function Devices({ of }: { of: Answers['ProfileAnswer'] }) {
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
