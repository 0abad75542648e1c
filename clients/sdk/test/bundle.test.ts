import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildScript, OWN_NAMES } from '../build.mjs';

const file = (path: string) => readFileSync(fileURLToPath(new URL(`../${path}`, import.meta.url)), 'utf8');
const script = file('dist/sentinel.js');

it('the script that the API serves is what the sources build to: run npm run build', async () => {
  const built = await buildScript({ write: false });
  expect(script === built.outputFiles![0]!.text).toBe(true);
});

it('is at most 7 KiB when compressed', () => {
  const size = gzipSync(script, { level: 9 }).length;
  console.log(`sentinel.js: ${script.length} bytes, ${size} with gzip`);
  expect(size).toBeLessThanOrEqual(7_168);
});

it('shortens names of its own alone', () => {
  const compiler = `@typescript/typescript-${process.platform}-${process.arch}/package.json`;
  const library = join(dirname(createRequire(import.meta.url).resolve(compiler)), 'lib');
  const declarations = readdirSync(library).filter((name) => /^lib\.(dom|es)/.test(name));
  const declared = declarations.map((name) => readFileSync(join(library, name), 'utf8'));
  const options = /interface Options \{.+?\n\}/s.exec(file('src/index.ts'))![0];
  const known = [...declared, file('src/wire.ts'), options, file('src/browser.ts')].join('\n');
  const isTaken = (name: string) =>
    RegExp(`[\\s({;,.?](readonly |get |set )*${name}(\\?|<[^>]*>)?[:(]|dataset\\.${name}\\b|function ${name}\\b`).test(known);
  const taken = ['sessionId', 'token', 'endpoint', 'onEnd', 'keys', 'sentAt', 'clientX', 'composedPath', 'flatMap', 'session'];
  expect(taken.filter((name) => !isTaken(name))).toEqual([]);
  expect(OWN_NAMES.filter(isTaken)).toEqual([]);
});

it('needs nothing at run time', () => {
  const manifest = JSON.parse(file('package.json')) as Record<string, object>;
  expect([manifest['dependencies'], manifest['peerDependencies']]).toEqual([undefined, undefined]);
  expect(script).not.toMatch(/\b(import|require)\s*\(/);
});

it('pins what it is built with', () => {
  const manifest = JSON.parse(file('package.json')) as { devDependencies: Record<string, string> };
  for (const [name, version] of Object.entries(manifest.devDependencies)) expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
});

it('does not listen for the end of a page in ways that slow every page down', () => {
  expect(script).not.toMatch(/(before)?unload["']/);
  expect(script).toContain('passive:!0');
});
