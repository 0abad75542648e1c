import type { components } from '../../generated/schema';

/** The answers of the API, made from its OpenAPI document. */
export type Answers = components['schemas'];

/** A call that was refused, in the words of the server. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

const root = '/api/v1';

/** The cookie alone may only read; the token in the page's frame allows changes. */
const antiforgery = document.querySelector<HTMLMetaElement>('meta[name=antiforgery]')?.content ?? '';

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return call<T>('GET', path, undefined, signal);
}

/** Returns null if the answer has no body. */
export async function call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal, tag?: string): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers.RequestVerificationToken = antiforgery;
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (tag !== undefined) headers['If-Match'] = tag;
  const answer = await reach(root + path, {
    method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  });
  if (answer.status === 401) signIn();
  if (!answer.ok) throw await refusal(answer);
  return (answer.status === 204 ? null : await answer.json()) as T;
}

/** Where the browser gets a live answer or a file itself. */
export const addressOf = (path: string) => root + path;

/** A path with the parameters that have a value. */
export function query(path: string, parameters: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** Ids come from sites and may hold any character. */
export const segment = (id: string) => encodeURIComponent(id);

async function reach(address: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(address, request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Refusal(0, 'unreachable', 'The server cannot be reached. Check the network and try again.');
  }
}

async function refusal(answer: Response): Promise<Refusal> {
  const problem = (await answer.json().catch(() => null)) as {
    code?: string;
    detail?: string;
    title?: string;
    errors?: { path: string; message: string }[];
  } | null;
  const fields = problem?.errors?.map((error) => `${error.path}: ${error.message}`).join(' ');
  return new Refusal(
    answer.status,
    problem?.code ?? '',
    fields || problem?.detail || problem?.title || `The server answered ${answer.status}.`,
  );
}

/** The key has ended, or eight hours have passed. */
function signIn(): void {
  location.assign(`/signin?returnUrl=${encodeURIComponent(location.pathname + location.search)}`);
}
