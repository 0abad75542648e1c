import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { count } from '../app/format';
import { colour, useTheme } from '../app/theme';
import { ValueTable } from './ValueTable';

export interface Series {
  label: string;
  /** A colour of styles.css. */
  colour: string;
  values: (number | null)[];
}

/** Values over time: drawn, and as a table for who would rather read. */
export function TimeChart({
  title,
  times,
  series,
  format,
  usual,
  span,
  stacked = false,
}: {
  title: string;
  /** ISO 8601. */
  times: string[];
  series: Series[];
  format: (value: number) => string;
  /** Ranges that are usual, drawn behind the series of the same colour. */
  usual?: { low: number; high: number; colour: string }[];
  /** The time that is shown; that of the values if left out. */
  span?: { from: string; to: string };
  /** Whether each series is drawn on top of those before it. */
  stacked?: boolean;
}) {
  const place = useRef<HTMLDivElement>(null);
  const theme = useTheme();
  // Drawn again only if something has changed: uPlot holds a canvas.
  const drawn = JSON.stringify([times, series, usual, span]);
  useEffect(() => {
    const element = place.current!;
    const at = times.map((time) => Date.parse(time) / 1000);
    const values = stacked
      ? series.map((_, i) => times.map((_, t) => sum(series.slice(0, i + 1), t)))
      : series.map((one) => one.values);
    const ranges = usual ?? [];
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height: 200,
        legend: { show: false },
        cursor: { y: false },
        scales: {
          ...(span ? { x: { range: [Date.parse(span.from) / 1000, Date.parse(span.to) / 1000] } } : {}),
          y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
        },
        axes: [axis(), { ...axis(), size: 64, values: (_, ticks) => ticks.map((tick) => labelOf(tick, format)) }],
        series: [
          {},
          // The last of a stack is drawn first, so that the others lie upon it.
          ...order(series, stacked).map(({ colour: name, values: data }) => ({
            stroke: colour(name),
            width: 2,
            // A value between two that are missing has no line, so it gets a point.
            points: { show: isLonely(data) },
            ...(stacked ? { fill: colour(name) } : {}),
          })),
        ],
        hooks: {
          drawClear: [(drawing) => ranges.forEach((range) => band(drawing, range.low, range.high, colour(range.colour)))],
        },
      },
      [at, ...order(values, stacked)] as uPlot.AlignedData,
      element,
    );
    const resized = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: 200 }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [drawn, theme, stacked]);
  return (
    <figure className="chart">
      <figcaption>
        {title}
        <span className="legend">
          {series.map((one) => (
            <span key={one.label} className={`key ${one.colour}`}>
              {one.label}
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={place} role="img" aria-label={`${title}: a chart. The table below has its values.`} />
      <ValueTable
        title={title}
        columns={['Time', ...series.map((one) => one.label)]}
        rows={times.map((time, t) => ({
          name: <time dateTime={time}>{new Date(time).toLocaleString()}</time>,
          values: series.map(({ values }) => (values[t] === null || values[t] === undefined ? '–' : format(values[t]))),
        }))}
      />
    </figure>
  );
}

/** Half a count is none. */
function labelOf(tick: number, format: (value: number) => string): string {
  return format === count && !Number.isInteger(tick) ? '' : format(tick);
}

function isLonely(values: (number | null)[]): boolean {
  return values.some((value, i) => value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null);
}

function order<T>(items: T[], stacked: boolean): T[] {
  return stacked ? [...items].reverse() : items;
}

function sum(series: Series[], t: number): number {
  return series.reduce((total, one) => total + (one.values[t] ?? 0), 0);
}

function axis(): uPlot.Axis {
  return {
    stroke: colour('quiet'),
    font: '12px system-ui, sans-serif',
    grid: { stroke: colour('line'), width: 1 },
    ticks: { show: false },
  };
}

function band(plot: uPlot, low: number, high: number, fill: string): void {
  const [top, bottom] = [plot.valToPos(high, 'y', true), plot.valToPos(low, 'y', true)];
  const { left, width } = plot.bbox;
  plot.ctx.save();
  plot.ctx.globalAlpha = 0.16;
  plot.ctx.fillStyle = fill;
  plot.ctx.fillRect(left, top, width, Math.max(bottom - top, 2));
  plot.ctx.restore();
}
