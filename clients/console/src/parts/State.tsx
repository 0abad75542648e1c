import type { ReactNode } from 'react';
import type { UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query';
import { Button } from 'react-aria-components';

/** What is shown while something is read, and when it cannot be. */
export function Answer<T>({ of, children }: { of: UseQueryResult<T, Error>; children: (value: T) => ReactNode }) {
  if (of.data !== undefined)
    return (
      <>
        {of.error && <Failure error={new Error(`What is shown is old. ${of.error.message}`)} retry={() => void of.refetch()} />}
        {children(of.data)}
      </>
    );
  if (of.error) return <Failure error={of.error} retry={() => void of.refetch()} />;
  return <p className="quiet">Loading.</p>;
}

export function Failure({ error, retry }: { error: Error; retry?: () => void }) {
  return (
    <div role="alert" className="failure">
      <p>{error.message}</p>
      {retry && <Button onPress={retry}>Try again</Button>}
    </div>
  );
}

/** Pages of items, and a button for the next one. */
export function Pages<T, P extends { nextCursor: string | null }>({
  of,
  items,
  empty,
  children,
}: {
  of: UseInfiniteQueryResult<{ pages: P[] }, Error>;
  items: (page: P) => T[];
  empty: ReactNode;
  children: (items: T[]) => ReactNode;
}) {
  if (of.error && !of.data) return <Failure error={of.error} retry={() => void of.refetch()} />;
  if (!of.data) return <p className="quiet">Loading.</p>;
  const all = of.data.pages.flatMap(items);
  return (
    <>
      {all.length > 0 ? children(all) : <p className="quiet">{empty}</p>}
      {of.isFetchNextPageError && <Failure error={of.error!} />}
      {of.hasNextPage && (
        <Button isDisabled={of.isFetchingNextPage} onPress={() => void of.fetchNextPage()}>
          {of.isFetchingNextPage ? 'Loading' : 'Show more'}
        </Button>
      )}
    </>
  );
}
