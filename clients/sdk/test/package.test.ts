import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));

it('holds the build, the README and the licence, and nothing else', () => {
  const listing = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' });
  const [packed] = JSON.parse(listing) as [{ files: { path: string }[] }];
  const paths = packed.files.map((file) => file.path);
  const needed = ['README.md', 'LICENSE', 'package.json', 'dist/index.js', 'dist/sentinel.js'];
  expect(paths).toEqual(expect.arrayContaining(needed));
  expect(paths.filter((path) => !/^(README\.md|LICENSE|package\.json|dist\/[a-z-]+\.(js|d\.ts))$/.test(path))).toEqual([]);
});

it('says what it is, under which licence, and where an import finds code and types', () => {
  const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as Record<string, unknown>;
  expect(manifest).toMatchObject({
    name: '@sentinel/sdk',
    license: 'Apache-2.0',
    exports: { '.': { types: './dist/index.d.ts', import: './dist/index.js' } },
    // Makes the types, which are not in the repository.
    scripts: { prepack: 'npm run build' },
  });
  expect(manifest['description']).not.toBe('');
});
