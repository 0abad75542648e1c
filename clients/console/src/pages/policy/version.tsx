import type { Answers } from '../../api/client';

type Version = Answers['PolicyVersionAnswer'];

const colours: Record<Version['state'], string> = { LIVE: 'allow', SHADOW: 'challenge', DRAFT: '', RETIRED: '' };

/** The versions below are presets of the product. */
export const firstOwn = 4;

export const nameOf = (version: Version) => String(version.document.name ?? '');

export const tagOf = (version: Version) => `"${version.revision}"`;

export function StateMark({ of }: { of: Version['state'] }) {
  return <span className={`mark ${colours[of]}`}>{of}</span>;
}
