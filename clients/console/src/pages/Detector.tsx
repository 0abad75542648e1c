import { Link } from 'wouter';
import type { Answers } from '../api/client';
import { useAnswer, useReasons, useRecent } from '../api/queries';
import { count, percent, words } from '../app/format';
import { Curve } from '../parts/Curve';
import { groupName, groupOf } from '../parts/evidence';
import { RangeTabs, useRange } from '../parts/RangeTabs';
import { Answer } from '../parts/State';
import { TimeChart } from '../parts/TimeChart';
import { Facts } from '../parts/Words';

export default function Detector({ code }: { code: string }) {
  const reasons = useReasons();
  return (
    <>
      <h1>
        Detector <code>{code}</code>
      </h1>
      <Answer of={reasons}>
        {(all) => {
          const reason = all.get(code);
          return reason ? <Explained reason={reason} group={groupName(groupOf(code, all))} /> : <p>There is no such reason.</p>;
        }}
      </Answer>
    </>
  );
}

function Explained({ reason, group }: { reason: Answers['ExplainedReason']; group: string }) {
  const range = useRange();
  const stats = useRecent<Answers['ReasonTimeAnswer']>(`/stats/reasons/${reason.code}`, range, 30_000);
  const rates = useAnswer<Answers['ErrorRatesAnswer']>('/review/rates');
  const wrong = rates.data?.reasons.filter((rate) => rate.reason === reason.code) ?? [];
  return (
    <>
      <p>{reason.meaning}</p>
      <Facts
        of={[
          ['Kind', words(reason.family)],
          [
            'Evidence about',
            reason.about === 'BOT' ? 'a bot' : reason.about === 'IMPOSTOR' ? 'an impostor' : 'nothing: it informs',
          ],
          ['Group', group],
          ...wrong.map((rate): [string, string] => [
            `${words(rate.decision)}s labelled wrong`,
            `${count(rate.legitimate)} of ${count(rate.legitimate + rate.fraud)} (${percent(rate.low)}–${percent(rate.high)})`,
          ]),
        ]}
      />
      {reason.measures && reason.curve.length > 0 && <Curve measures={reason.measures} knots={reason.curve} />}
      <RangeTabs path={`/detectors/${reason.code}`} />
      <Answer of={stats}>
        {({ points, step, from, to }) => (
          <div className="charts">
            <TimeChart
              title={`Windows ${step === 'HOUR' ? 'an hour' : 'a minute'}`}
              times={points.map((point) => point.at)}
              format={count}
              span={{ from, to }}
              series={[
                { label: 'Against', colour: 'block', values: points.map((point) => point.reason.against) },
                { label: 'For', colour: 'allow', values: points.map((point) => point.reason.for) },
              ]}
            />
            <TimeChart
              title="Decisions turned"
              times={points.map((point) => point.at)}
              format={count}
              span={{ from, to }}
              stacked
              series={[
                {
                  label: 'Challenge',
                  colour: 'challenge',
                  values: points.map((point) => point.reason.turned.challenge),
                },
                { label: 'Block', colour: 'block', values: points.map((point) => point.reason.turned.block) },
              ]}
            />
          </div>
        )}
      </Answer>
      <p>
        <Link href={`/sessions?reason=${reason.code}`}>Sessions with this reason</Link>
      </p>
    </>
  );
}
