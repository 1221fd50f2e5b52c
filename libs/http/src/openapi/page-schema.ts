import type { ApiResponseOptions } from '@nestjs/swagger';

/** The body of a page of a list. @param items the schema of one element */
export function pageSchema(items: object) {
  return {
    type: 'object',
    required: ['data', 'page'],
    properties: { data: { type: 'array', items }, page: { $ref: '#/components/schemas/PageInfo' } },
  };
}

export const pageHeaders = {
  Link: { description: 'The next page, `rel="next"`.', schema: { type: 'string' } },
} as const;

/** The answer of a list. @param items the schema of one element */
export function pageResponseOf(items: object): Partial<ApiResponseOptions> {
  return { headers: pageHeaders, schema: pageSchema(items) };
}
