import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const shared = { restoreMocks: true, unstubGlobals: true, globalSetup: './test/support/build.ts' };

export default defineConfig({
  test: {
    projects: [
      { test: { ...shared, name: 'source', include: ['test/**/*.test.ts'] } },
      // The built module has shortened names: tests of the public functions run on it too.
      {
        test: { ...shared, name: 'built', include: ['test/{sdk,transport,privacy,keyboard,text-input,pointer}.test.ts'] },
        resolve: { alias: [{ find: /^(\.\.\/)+src\/index$/, replacement: fileURLToPath(new URL('dist/index.js', import.meta.url)) }] },
      },
    ],
  },
});
