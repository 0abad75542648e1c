import { Link } from 'wouter';
import { ranges, type Range } from './ranges';
import { useFilters } from './Search';

/** The time in the address; an hour if there is none. */
export function useRange(): Range {
  const chosen = useFilters().range;
  return ranges.find((one) => one.name === chosen) ?? ranges[1];
}

export function RangeTabs({ path }: { path: string }) {
  const here = useRange();
  return (
    <nav aria-label="Time" className="tabs">
      {ranges.map((one) => (
        <Link key={one.name} href={`${path}?range=${one.name}`} aria-current={one === here ? 'true' : undefined}>
          {one.label}
        </Link>
      ))}
    </nav>
  );
}
