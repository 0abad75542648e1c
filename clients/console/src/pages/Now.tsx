import type { ReactNode } from 'react';
import type { Answers } from '../api/client';
import { useLive } from '../api/live';
import { useRecent } from '../api/queries';
import { count, duration, milliseconds, percent } from '../app/format';
import { RangeTabs, useRange } from '../parts/RangeTabs';
import { Answer } from '../parts/State';
import { TimeChart } from '../parts/TimeChart';
import { ReasonName } from '../parts/Words';

type Point = Answers['StatPointAnswer'];

/** What happens now, and how it compares with what is usual. */
export default function Now() {
  const range = useRange();
  const stats = useRecent<Answers['StatsAnswer']>('/stats', range, 15_000);
  const reasons = useRecent<Answers['ReasonStatsAnswer']>('/stats/reasons', range, 30_000);
  return (
    <>
      <h1>Now</h1>
      <Live usual={stats.data?.usual ?? null} />
      <RangeTabs path="/" />
      <Answer of={stats}>{(answer) => <Charts of={answer} />}</Answer>
      <h2>Top reasons</h2>
      <Answer of={reasons}>{(answer) => <TopReasons of={answer} />}</Answer>
    </>
  );
}

function Live({ usual }: { usual: Answers['UsualAnswer'] | null }) {
  const { now, broken } = useLive();
  if (!now)
    return <p className="quiet">{broken ? 'No live values: the stream cannot be opened.' : 'Waiting for live values.'}</p>;
  const last = now.points?.[0];
  const total = last ? sumOf(last.batches) : 0;
  const ill = Object.entries(now.parts).filter(([, part]) => part.status !== 'Healthy');
  const age = now.backlog?.oldest ? Date.parse(now.at) - Date.parse(now.backlog.oldest) : 0;
  return (
    <section aria-label="Live" className="tiles">
      <Tile
        name="Batches a second"
        value={last ? (total / 60).toFixed(total < 600 ? 2 : 0) : '–'}
        note="in the last whole minute"
      />
      <Tile name="Challenged" {...shareOf(last?.batches.challenge, total, usual?.challengeShare)} />
      <Tile name="Blocked" {...shareOf(last?.batches.block, total, usual?.blockShare)} />
      <Tile name="Latency" value={milliseconds(last?.p50)} note={`median; 99 %: ${milliseconds(last?.p99)}`} />
      <Tile
        name="State"
        value={ill.length === 0 ? 'Healthy' : ill.some(([, part]) => part.status === 'Unhealthy') ? 'Unhealthy' : 'Degraded'}
        note={
          ill.length === 0
            ? 'every part of this node'
            : ill.map(([name, part]) => `${name}: ${part.detail ?? part.status}`).join(' ')
        }
        bad={ill.length > 0}
      />
      <Tile
        name="Outbox"
        value={now.backlog ? count(now.backlog.records) : '–'}
        note={now.backlog?.oldest ? `the oldest is ${duration(age)} old` : now.backlog ? 'nothing waits' : 'hot state is away'}
        bad={age > 60_000}
      />
      <Tile
        name="Jobs"
        value={now.jobs ? count(now.jobs.waiting + now.jobs.running) : '–'}
        note={now.jobs ? `${count(now.jobs.scheduled)} scheduled, ${count(now.jobs.failed)} failed` : 'the job store is away'}
        bad={(now.jobs?.failed ?? 0) > 0}
      />
      {broken && <p role="status">The live values have stopped; they come again by themselves.</p>}
    </section>
  );
}

function Tile({ name, value, note, bad = false }: { name: string; value: string; note?: ReactNode; bad?: boolean }) {
  return (
    <div className={bad ? 'tile bad' : 'tile'}>
      <h2>{name}</h2>
      <p>{value}</p>
      <p className="quiet">{note}</p>
    </div>
  );
}

function shareOf(some: number | undefined, all: number, usual: Answers['RangeAnswer'] | null | undefined) {
  const share = some === undefined || all === 0 ? null : some / all;
  return {
    value: share === null ? '–' : percent(share),
    note: usual ? `usually ${percent(usual.low)} to ${percent(usual.high)}` : 'nothing to compare with yet',
    // A share of few batches is outside by chance.
    bad: share !== null && usual !== null && usual !== undefined && all >= 100 && share > usual.high,
  };
}

function Charts({ of }: { of: Answers['StatsAnswer'] }) {
  const times = of.points.map((point) => point.at);
  const step = of.step === 'HOUR' ? 'an hour' : 'a minute';
  const share = (pick: (point: Point) => number) =>
    of.points.map((point) => (sumOf(point.batches) === 0 ? null : pick(point) / sumOf(point.batches)));
  const usual = of.usual && [
    { ...of.usual.challengeShare, colour: 'challenge' },
    { ...of.usual.blockShare, colour: 'block' },
  ];
  return (
    <div className="charts">
      <TimeChart
        title={`Batches ${step}`}
        times={times}
        format={count}
        stacked
        series={byDecision(of.points, (point) => point.batches)}
      />
      <TimeChart
        title={of.usual ? 'Shares of batches, with the usual range' : 'Shares of batches'}
        times={times}
        format={percent}
        series={[
          { label: 'Challenge', colour: 'challenge', values: share((point) => point.batches.challenge) },
          { label: 'Block', colour: 'block', values: share((point) => point.batches.block) },
        ]}
        {...(usual ? { usual } : {})}
      />
      <TimeChart
        title={`Actions that sites asked about, ${step}`}
        times={times}
        format={count}
        stacked
        series={byDecision(of.points, (point) => point.evaluations)}
      />
      <TimeChart
        title="Time that a batch takes on the server"
        times={times}
        format={milliseconds}
        series={[
          { label: 'Median', colour: 'first', values: of.points.map((point) => point.p50) },
          { label: '99 %', colour: 'second', values: of.points.map((point) => point.p99) },
        ]}
      />
    </div>
  );
}

function byDecision(points: Point[], pick: (point: Point) => Answers['ByDecision']) {
  return [
    { label: 'Allow', colour: 'allow', values: points.map((point) => pick(point).allow) },
    { label: 'Challenge', colour: 'challenge', values: points.map((point) => pick(point).challenge) },
    { label: 'Block', colour: 'block', values: points.map((point) => pick(point).block) },
  ];
}

function TopReasons({ of }: { of: Answers['ReasonStatsAnswer'] }) {
  if (of.items.length === 0) return <p className="quiet">No reason was named in this time.</p>;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Top reasons">
      <table>
        <thead>
          <tr>
            <th scope="col">Reason</th>
            <th scope="col" className="number">
              Turned to challenge
            </th>
            <th scope="col" className="number">
              Turned to block
            </th>
            <th scope="col" className="number">
              Named
            </th>
          </tr>
        </thead>
        <tbody>
          {of.items.slice(0, 8).map((item) => (
            <tr key={item.code}>
              <th scope="row">
                <ReasonName code={item.code} />
              </th>
              <td className="number">{count(item.turned.challenge)}</td>
              <td className="number">{count(item.turned.block)}</td>
              <td className="number">{count(sumOf(item.named))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const sumOf = (by: Answers['ByDecision']) => by.allow + by.challenge + by.block;
