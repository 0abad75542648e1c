import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { timeOf, type Range } from '../parts/ranges';
import { call, get, query, type Answers } from './client';

/** Reads a path; <code>null</code> reads nothing. */
export function useAnswer<T>(path: string | null) {
  return useQuery<T, Error>({
    queryKey: [path],
    queryFn: ({ signal }) => get<T>(path!, signal),
    enabled: path !== null,
  });
}

/** Reads again and again what is of a time that ends now. */
export function useRecent<T>(path: string, range: Range, every: number) {
  return useQuery<T, Error>({
    queryKey: ['recent', path, range.name],
    queryFn: ({ signal }) => get<T>(query(path, timeOf(range)), signal),
    refetchInterval: every,
  });
}

/** Reads pages by cursor: the API has no totals. */
export function usePages<T extends { nextCursor: string | null }>(path: string | null) {
  return useInfiniteQuery({
    queryKey: ['pages', path],
    queryFn: ({ signal, pageParam }) => get<T>(withCursor(path!, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    enabled: path !== null,
  });
}

/** A change; whatever is on the page is read again afterwards. */
export function useChange<T = null>() {
  const client = useQueryClient();
  return useMutation<T, Error, { method: 'POST' | 'PUT' | 'DELETE'; path: string; body?: unknown; tag?: string }>({
    mutationFn: ({ method, path, body, tag }) => call<T>(method, path, body, undefined, tag),
    // The next change need not wait for it.
    onSuccess: () => void client.invalidateQueries(),
  });
}

export const useCaller = () =>
  useQuery({ queryKey: ['me'], queryFn: () => get<Answers['CallerAnswer']>('/me'), staleTime: Infinity });

export const usePolicy = () =>
  useQuery({ queryKey: ['policy'], queryFn: () => get<Answers['PolicyAnswer']>('/policy'), staleTime: Infinity });

/** What each reason means, by its code. */
export const useReasons = () =>
  useQuery({
    queryKey: ['reasons'],
    queryFn: () => get<Answers['ReasonsAnswer']>('/reasons'),
    staleTime: Infinity,
    select: ({ items }) => new Map(items.map((reason) => [reason.code, reason])),
  });

/** Whether the caller may change something. */
export const useIsAdmin = () => useCaller().data?.scopes.includes('ADMIN') ?? false;

function withCursor(path: string, cursor: string | null): string {
  const [plain, search] = path.split('?') as [string, string | undefined];
  return query(plain, { ...Object.fromEntries(new URLSearchParams(search)), cursor });
}
