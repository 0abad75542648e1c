// dist/sentinel.js for a script tag (served by the API as /sdk/sentinel.js), dist/index.js for bundlers. tsc has written the types.
import { build } from 'esbuild';

const shared = { bundle: true, minify: true, target: 'es2020', legalComments: 'none', logLevel: 'warning', absWorkingDir: import.meta.dirname };
// Node 18 has no import.meta.dirname.
shared.absWorkingDir ??= new URL('.', import.meta.url).pathname;

await build({ ...shared, entryPoints: ['src/browser.ts'], format: 'iife', globalName: 'Sentinel', outfile: 'dist/sentinel.js' });
await build({ ...shared, entryPoints: ['src/index.ts'], format: 'esm', outfile: 'dist/index.js' });
