import type { Answers } from '../api/client';
import { weight } from '../app/format';
import { ValueTable } from './ValueTable';

const [width, height, margin] = [560, 220, { left: 56, right: 12, top: 12, bottom: 40 }];

/** How a measured number becomes evidence: straight lines between the knots, level beyond them. */
export function Curve({ measures, knots }: { measures: string; knots: Answers['CurvePoint'][] }) {
  const [first, last] = [knots[0]!, knots.at(-1)!];
  const pad = (last.x - first.x || 1) * 0.12;
  const [from, to] = [first.x - pad, last.x + pad];
  const all = knots.map((knot) => knot.y);
  const [low, high] = [Math.min(0, ...all) * 1.15 - 0.05, Math.max(0, ...all) * 1.1];
  const x = (value: number) => margin.left + ((value - from) / (to - from)) * (width - margin.left - margin.right);
  const y = (nats: number) => margin.top + ((high - nats) / (high - low)) * (height - margin.top - margin.bottom);
  const points = [{ x: from, y: first.y }, ...knots, { x: to, y: last.y }];
  return (
    <figure className="curve">
      <figcaption>Above the line it is evidence against the person, below it for the person, in nats.</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${measures}: a curve. The table below has its points.`}>
        <g className="grid">
          <line x1={margin.left} x2={width - margin.right} y1={y(0)} y2={y(0)} />
          {[Math.max(...all), 0].map((nats) => (
            <text key={nats} x={margin.left - 6} y={y(nats) + 4}>
              {weight(nats)}
            </text>
          ))}
        </g>
        <path
          className="line first"
          d={points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`).join('')}
        />
        {knots.map((knot) => (
          <circle key={knot.x} cx={x(knot.x)} cy={y(knot.y)} r="4">
            <title>{`${knot.x}: ${weight(knot.y)}`}</title>
          </circle>
        ))}
        <g className="ticks">
          <text x={x(first.x)} y={height - 22}>
            {first.x}
          </text>
          <text x={x(last.x)} y={height - 22}>
            {last.x}
          </text>
          <text x={(margin.left + width - margin.right) / 2} y={height - 4}>
            {measures}
          </text>
        </g>
      </svg>
      <ValueTable
        title={measures}
        columns={[measures, 'Evidence, nats']}
        rows={knots.map((knot) => ({ name: knot.x, values: [weight(knot.y)] }))}
      />
    </figure>
  );
}
