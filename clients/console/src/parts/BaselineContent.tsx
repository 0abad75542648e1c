import type { Answers } from '../api/client';
import { segment } from '../api/client';
import { useAnswer } from '../api/queries';
import { count, percent, weight, words } from '../app/format';
import { Answer } from './State';
import { ValueTable } from './ValueTable';

type Distribution = Answers['DistributionAnswer'];

/** What the baseline holds, drawn: no text is in it. */
export function BaselineContent({ user }: { user: string }) {
  const content = useAnswer<Answers['BaselineContentAnswer']>(`/users/${segment(user)}/profile/baseline`);
  return (
    <Answer of={content}>
      {({ models }) => (
        <>
          {models.map((model) => (
            <section key={`${model.model}${model.text ?? ''}`} aria-label={nameOf(model)}>
              <h3>
                {nameOf(model)}
                {model.samples !== null && <small> from {count(model.samples)} samples</small>}
              </h3>
              {model.distributions.length === 0 ? (
                <p className="quiet">Only the style of typing is known, numbers of a net that cannot be drawn.</p>
              ) : (
                <div className="distributions">
                  {model.distributions.map((one) =>
                    one.bands.length > 0 ? <Bands key={one.name} of={one} /> : <Bins key={one.name} of={one} />,
                  )}
                </div>
              )}
            </section>
          ))}
        </>
      )}
    </Answer>
  );
}

const nameOf = (model: Answers['ModelContentAnswer']) =>
  model.text === null ? words(model.model) : `${words(model.model)} ${model.text}`;

const [row, chart] = [18, 280];

/** The middle and the range of two thirds of the user's times, and of people's below it. */
function Bands({ of }: { of: Distribution }) {
  const label = of.bands.some((band) => band.name.includes(' ')) ? 170 : 100;
  const most = Math.max(...of.bands.flatMap((band) => [band.user.high, band.population.high]), 1);
  const x = (value: number) => label + (Math.max(0, value) / most) * chart;
  const height = of.bands.length * row + 22;
  return (
    <figure className="bands">
      <figcaption>
        {words(of.name)}, {of.unit}
        <Legend />
      </figcaption>
      <div className="scroll" tabIndex={0} role="region" aria-label={`${words(of.name)}: chart`}>
        <svg
          width={label + chart + 16}
          height={height}
          role="img"
          aria-label={`${words(of.name)} of the user and of people. The table below has the times.`}
        >
          {of.bands.map((band, i) => {
            const y = i * row + row / 2;
            return (
              <g key={band.name}>
                <title>{`${band.name}: ${band.user.low} to ${band.user.high} ${of.unit}, people ${rangeOfPeople(band)}`}</title>
                <text x={label - 8} y={y + 4} textAnchor="end">
                  {nameOfBand(band)}
                </text>
                <line className="second" x1={x(band.population.low)} x2={x(band.population.high)} y1={y + 4} y2={y + 4} />
                <line className="first" x1={x(band.user.low)} x2={x(band.user.high)} y1={y - 1} y2={y - 1} />
                <circle className="first" cx={x(band.user.middle)} cy={y - 1} r="3.5" />
              </g>
            );
          })}
          <text x={label} y={height - 6}>
            0
          </text>
          <text x={label + chart} y={height - 6} textAnchor="end">
            {Math.round(most)}
          </text>
        </svg>
      </div>
      <ValueTable
        title={`${words(of.name)}, ${of.unit}`}
        columns={['Keys', 'User from', 'User middle', 'User to', 'People from', 'People to']}
        rows={of.bands.map((band) => ({
          name: nameOfBand(band),
          values: [band.user.low, band.user.middle, band.user.high, band.population.low, band.population.high].map(String),
        }))}
      />
    </figure>
  );
}

/** What a movement in each range says, upwards against the user; behind it, how often people's are there. */
function Bins({ of }: { of: Distribution }) {
  const [width, height] = [300, 110];
  const reach = Math.max(...of.bins.map((bin) => Math.abs(bin.nats)), 0.1);
  const common = Math.max(...of.bins.map((bin) => bin.population), 0.01);
  const wide = width / of.bins.length;
  const middle = height / 2;
  return (
    <figure className="bins">
      <figcaption>
        {words(of.name)}
        {of.unit && `, ${of.unit}`}
      </figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`${words(of.name)}: what each range says. The table below has the values.`}
      >
        {of.bins.map((bin, i) => {
          const [high, share] = [(bin.nats / reach) * middle, (bin.population / common) * height];
          return (
            <g key={i}>
              <title>{`${rangeOf(bin, of.unit)}: ${weight(bin.nats)} nats, ${percent(bin.population)} of people's`}</title>
              <rect className="population" x={i * wide + 1} width={wide - 2} y={height - share} height={share} />
              <rect
                className={high > 0 ? 'block' : 'allow'}
                x={i * wide + wide * 0.25}
                width={wide * 0.5}
                y={middle - Math.max(high, 0)}
                height={Math.abs(high)}
              />
            </g>
          );
        })}
        <line x1="0" x2={width} y1={middle} y2={middle} />
      </svg>
      <ValueTable
        title={words(of.name)}
        columns={['Range', 'Evidence, nats', "People's share"]}
        rows={of.bins.map((bin) => ({ name: rangeOf(bin, of.unit), values: [weight(bin.nats), percent(bin.population)] }))}
      />
    </figure>
  );
}

/** A key group in words; a quantile as it is. */
const nameOfBand = (band: Answers['BandAnswer']) => (/[A-Z]/.test(band.name) ? words(band.name) : band.name);

const rangeOfPeople = (band: Answers['BandAnswer']) => `${band.population.low} to ${band.population.high}`;

function rangeOf(bin: Answers['BinAnswer'], unit: string): string {
  if (bin.from === null && bin.to === null) return 'does not apply';
  if (bin.from === null) return `below ${bin.to} ${unit}`;
  return bin.to === null ? `from ${bin.from} ${unit}` : `${bin.from} to ${bin.to} ${unit}`;
}

function Legend() {
  return (
    <span className="legend">
      <span className="key first">the user</span>
      <span className="key second">people</span>
    </span>
  );
}
