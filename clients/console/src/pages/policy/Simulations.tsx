import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useQuery } from '@tanstack/react-query';
import { get, type Answers } from '../../api/client';
import { useAnswer, useChange, useIsAdmin } from '../../api/queries';
import { count, percent, words } from '../../app/format';
import { Answer, Failure } from '../../parts/State';
import { Moment } from '../../parts/Words';

type Simulation = Answers['SimulationAnswer'];

/** How the version would have decided; running ones are read again every two seconds. */
export function Simulations({ version }: { version: number }) {
  const isAdmin = useIsAdmin();
  const simulations = useQuery<Answers['SimulationsAnswer'], Error>({
    queryKey: ['simulations'],
    queryFn: ({ signal }) => get('/policy/simulations?limit=100', signal),
    refetchInterval: (query) => (query.state.data?.items.some((one) => one.finishedAt === null) ? 2_000 : false),
  });
  return (
    <section aria-label="Simulations">
      <h2>Simulations</h2>
      {isAdmin && <Start version={version} />}
      <Answer of={simulations}>
        {({ items }) => {
          const own = items.filter((one) => one.candidate === version).slice(0, 5);
          if (own.length === 0) return <p className="quiet">None of this version among the last hundred.</p>;
          return (
            <>
              {own.map((one) => (
                <Result key={one.id} of={one} />
              ))}
            </>
          );
        }}
      </Answer>
    </section>
  );
}

function Start({ version }: { version: number }) {
  const [days, setDays] = useState('1');
  const start = useChange<Simulation>();
  return (
    <form
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        const now = Date.now();
        const from = new Date(now - Number(days) * 86_400_000).toISOString();
        start.mutate({
          method: 'POST',
          path: '/policy/simulations',
          body: { candidate: version, from, to: new Date(now).toISOString() },
        });
      }}
    >
      <label>
        Over the sessions of the last
        <select value={days} onChange={(event) => setDays(event.target.value)}>
          <option value="1">day</option>
          <option value="7">7 days</option>
          <option value="30">30 days</option>
        </select>
      </label>
      <Button type="submit" isDisabled={start.isPending}>
        Simulate
      </Button>
      {start.error && <Failure error={start.error} />}
    </form>
  );
}

const share = (some: number, of: { decisions: number }) => (of.decisions === 0 ? '–' : percent(some / of.decisions));

function Result({ of: listed }: { of: Simulation }) {
  // Lists leave the results out.
  const read = useAnswer<Simulation>(listed.state === 'DONE' ? `/policy/simulations/${listed.id}` : null);
  const of = read.data ?? listed;
  const { result } = of;
  return (
    <figure>
      <figcaption>
        <Moment at={of.from} /> to <Moment at={of.to} />: {words(of.state)}
        {of.finishedAt === null && <progress value={of.share} aria-label={`${percent(of.share)} of the sessions`} />}
      </figcaption>
      {result && (
        <>
          <p>
            {count(result.all.flipped.ifPassed)}
            {result.all.flipped.ifFailed !== result.all.flipped.ifPassed && ` to ${count(result.all.flipped.ifFailed)}`} of{' '}
            {count(result.decisions)} decisions would be different.
            {result.listedDecisions > 0 && ` Lists made ${count(result.listedDecisions)} of them, which no policy changes.`}
            {result.fidelity.share !== null &&
              ` The record gives ${percent(result.fidelity.share)} of what was decided again: so far can it be trusted.`}
          </p>
          <div className="scroll" tabIndex={0} role="region" aria-label="Decisions before and after">
            <table>
              <thead>
                <tr>
                  <th scope="col">Decision</th>
                  <th scope="col" className="number">
                    Before
                  </th>
                  <th scope="col" className="number">
                    If new challenges are passed
                  </th>
                  <th scope="col" className="number">
                    If they are failed
                  </th>
                </tr>
              </thead>
              <tbody>
                {result.all.rates.map((rate) => (
                  <tr key={rate.decision}>
                    <th scope="row">{rate.decision}</th>
                    <td className="number">{share(rate.before.ifPassed, result)}</td>
                    <td className="number">{share(rate.after.ifPassed, result)}</td>
                    <td className="number">{share(rate.after.ifFailed, result)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </figure>
  );
}
