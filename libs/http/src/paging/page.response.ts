export interface PageInfo {
  readonly nextCursor: string | null;
  readonly limit: number;
  readonly total?: number;
}

export interface PageResponse<T> {
  readonly data: readonly T[];
  readonly page: PageInfo;
}

export function pageResponse<T>(
  data: readonly T[],
  page: Omit<PageInfo, 'total'> & { total: number | undefined },
): PageResponse<T> {
  const { nextCursor, limit, total } = page;
  return { data, page: { nextCursor, limit, ...(total === undefined ? {} : { total }) } };
}

/** Adds `Link: <…>; rel="next"` (RFC 8288) if there is a next page, and hands the page on. */
export function linkToNext<T>(
  reply: { header(name: string, value: string): unknown },
  publicUrl: string,
  requestUrl: string,
  page: PageResponse<T>,
): PageResponse<T> {
  if (page.page.nextCursor === null) return page;
  const [path = '', query = ''] = requestUrl.split('?', 2);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', page.page.nextCursor);
  reply.header('Link', `<${publicUrl}${path}?${parameters.toString()}>; rel="next"`);
  return page;
}
