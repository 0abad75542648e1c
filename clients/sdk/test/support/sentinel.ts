import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const KEY = 'contract-test-key-0123456789abcdef';

/** The real server, in its own process with embedded storage. */
export class SentinelProcess {
  address = '';
  private readonly data = mkdtempSync(join(tmpdir(), 'sentinel-sdk-'));
  private process: ChildProcess | undefined;

  async start(): Promise<void> {
    const root = join(fileURLToPath(import.meta.url), '../../../../..');
    const binary = ['Release', 'Debug']
      .map((configuration) => join(root, `src/Sentinel.Api/bin/${configuration}/net10.0/Sentinel.Api.dll`))
      .find((path) => existsSync(path));
    if (!binary) throw new Error('Build the server first: dotnet build Sentinel.sln -c Release');
    const process = spawn('dotnet', [binary], {
      env: {
        ...globalThis.process.env,
        ASPNETCORE_ENVIRONMENT: 'Development',
        ASPNETCORE_URLS: 'http://127.0.0.1:0',
        SENTINEL_DATA: this.data,
        SENTINEL_BOOTSTRAP_KEY: KEY,
        HotState__TimeoutMilliseconds: '1000',
      },
    });
    this.process = process;
    let log = '';
    this.address = await new Promise((resolve, reject) => {
      process.stdout.on('data', (text: Buffer) => {
        const address = /Now listening on: (http:\S+)/.exec((log += text.toString()))?.[1];
        if (address) resolve(address);
      });
      process.on('exit', () => reject(new Error(`The server ended at its start:\n${log}`)));
    });
  }

  async stop(): Promise<void> {
    const { process } = this;
    if (process && process.exitCode === null) {
      const ended = new Promise((resolve) => process.on('exit', resolve));
      process.kill('SIGKILL');
      await ended;
    }
    rmSync(this.data, { recursive: true, force: true });
  }

  get(path: string): Promise<Response> {
    return fetch(this.address + path);
  }

  post(path: string, body: string, credential = KEY): Promise<Response> {
    const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${credential}` };
    return fetch(this.address + path, { method: 'POST', body, headers });
  }
}
