// dist/sentinel.js for a script tag (the API serves it as /sdk/sentinel.js), dist/index.js for bundlers; tsc writes the types.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Names of the SDK's own members, which the bundler shortens: none may be a browser's, the wire's or an option's, and a test sees to it.
 */
export const OWN_NAMES = [
  'addSample', 'addSignal', 'attempts', 'busy', 'byDevice', 'clock', 'closing', 'conclude', 'deviceAt', 'events', 'foreign',
  'handlers', 'hurried', 'idle', 'intake', 'keyAt', 'known', 'lastSeen', 'lapsed', 'lasts', 'leave', 'listenUntil', 'lose',
  'loseRelease', 'notBefore', 'oldest', 'onJump', 'onNote', 'outlives', 'places', 'press', 'pressAt', 'privacy', 'pump', 'receipt',
  'recorder', 'queueAll', 'say', 'settle', 'settled', 'startStream', 'stopped', 'streamOver', 'strokes', 'tick', 'timer', 'typedByDevice',
  'unnamedKey', 'unscored', 'untrusted', 'untrustedAt', 'wake', 'warned',
];

// Classes and modules are strict by themselves; saying so again takes bytes of every page.
const tsconfigRaw = { compilerOptions: { alwaysStrict: false, useDefineForClassFields: false } };
const mangleProps = RegExp(`^(${OWN_NAMES.join('|')})$`);
const shared = {
  bundle: true, minify: true, target: 'es2020', legalComments: 'none', mangleProps, tsconfigRaw, logLevel: 'warning',
  absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
};

/** @param {import('esbuild').BuildOptions} [options] */
export const buildScript = (options) =>
  build({ ...shared, entryPoints: ['src/browser.ts'], format: 'iife', outfile: 'dist/sentinel.js', ...options });

export const buildModule = () => build({ ...shared, entryPoints: ['src/index.ts'], format: 'esm', outfile: 'dist/index.js' });

if (process.argv[1] === fileURLToPath(import.meta.url)) await Promise.all([buildScript(), buildModule()]);
