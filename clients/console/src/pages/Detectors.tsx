import type { Answers } from '../api/client';
import { useAnswer, useReasons, useRecent } from '../api/queries';
import { count, percent, words } from '../app/format';
import { groupName, groupOf } from '../parts/evidence';
import { RangeTabs, useRange } from '../parts/RangeTabs';
import { Answer } from '../parts/State';
import { ReasonName } from '../parts/Words';

/** Every detector: how often it speaks, what it turns, and how often the labels say that it was wrong. */
export default function Detectors() {
  const range = useRange();
  const stats = useRecent<Answers['ReasonStatsAnswer']>('/stats/reasons', range, 30_000);
  const rates = useAnswer<Answers['ErrorRatesAnswer']>('/review/rates');
  const reasons = useReasons();
  return (
    <>
      <h1>Detectors</h1>
      <p>
        A detector looks at a short piece of input and says how much more likely it is from a bot, or from somebody else, than
        from the user. Open one to see what it measures. Labels are of the last 31 days.
      </p>
      <RangeTabs path="/detectors" />
      <Answer of={reasons}>
        {(all) => <Answer of={stats}>{(of) => <Table of={of} wrong={rates.data?.reasons ?? []} reasons={all} />}</Answer>}
      </Answer>
    </>
  );
}

function Table({
  of,
  wrong,
  reasons,
}: {
  of: Answers['ReasonStatsAnswer'];
  wrong: Answers['ErrorRateAnswer'][];
  reasons: Map<string, Answers['ExplainedReason']>;
}) {
  const stats = new Map(of.items.map((item) => [item.code, item]));
  const decided = of.batches.challenge + of.batches.block;
  // Those that occurred first, in the order of the API; then the others.
  const codes = [...stats.keys(), ...[...reasons.keys()].filter((code) => !stats.has(code))];
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Detectors">
      <table>
        <thead>
          <tr>
            <th scope="col">Detector</th>
            <th scope="col">Kind</th>
            <th scope="col">Looks at</th>
            <th scope="col" className="number">
              Windows against
            </th>
            <th scope="col" className="number">
              Windows judged
            </th>
            <th scope="col" className="number">
              Decisions turned
            </th>
            <th scope="col" className="number">
              Share of stricter decisions
            </th>
            <th scope="col" className="number">
              Labelled wrong
            </th>
          </tr>
        </thead>
        <tbody>
          {codes.map((code) => {
            const one = stats.get(code);
            const labels = wrong.filter((rate) => rate.reason === code);
            const [legitimate, all] = [
              sum(labels, (rate) => rate.legitimate),
              sum(labels, (rate) => rate.legitimate + rate.fraud),
            ];
            const turned = one ? one.turned.challenge + one.turned.block : 0;
            return (
              <tr key={code}>
                <th scope="row">
                  <ReasonName code={code} />
                </th>
                <td>{words(reasons.get(code)?.family ?? '')}</td>
                <td>{groupName(groupOf(code, reasons))}</td>
                <td className="number">{one ? count(one.against) : '0'}</td>
                <td className="number">{one ? count(one.against + one.for + one.neither) : '0'}</td>
                <td className="number">{count(turned)}</td>
                <td className="number">{decided > 0 ? percent(turned / decided) : '–'}</td>
                <td className="number">{all > 0 ? `${count(legitimate)} of ${count(all)}` : '–'}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const sum = <T,>(items: T[], pick: (item: T) => number) => items.reduce((total, item) => total + pick(item), 0);
