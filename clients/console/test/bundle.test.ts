import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const committed = fileURLToPath(new URL('../dist', import.meta.url));

/** Every file below a folder with its content. */
async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.sort().map(async (file) => [file.slice(folder.length + 1), await readFile(file, 'utf8')])),
  );
}

it('dist is what the sources build', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'console-'));
  try {
    // A process of its own: the tests' NODE_ENV would build React for development.
    await promisify(execFile)('npx', ['vite', 'build', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error'], {
      cwd: join(committed, '..'),
      env: { ...process.env, NODE_ENV: 'production' },
    });
    const [built, kept] = [await filesOf(folder), await filesOf(committed)];
    expect(Object.keys(kept), 'run npm run build in clients/console and commit dist').toEqual(Object.keys(built));
    for (const [name, content] of Object.entries(built))
      expect(kept[name] === content, `${name} differs: run npm run build`).toBe(true);
  } finally {
    await rm(folder, { recursive: true });
  }
});

it('the frame holds no inline script or style', async () => {
  const frame = await readFile(join(committed, 'index.html'), 'utf8');
  expect(frame).not.toMatch(/<style|<script(?![^>]* src=)|style="/);
  expect(frame).toContain('content="%ANTIFORGERY%"');
});
