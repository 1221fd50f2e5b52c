import type { ProblemType } from '@janus/kernel';
import type { Type } from '@nestjs/common';
import { applyDecorators } from '@nestjs/common';
import type { ApiResponseOptions } from '@nestjs/swagger';
import { ApiExtension, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { Unlimited } from '../limits/rate-limited.decorator.js';

/** Where `finishDocument` finds what only it can write: it is taken out of the document again. */
export const notesExtension = 'x-janus-notes';

export interface OperationNotes {
  readonly problems: readonly ProblemType[];
  readonly isBodyOptional: boolean;
  readonly takesToken: boolean;
  readonly isUnlimited: boolean;
}

export interface OperationDoc {
  /** Unique in the document, camelCase. */
  readonly id: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly status: number;
  readonly answer: string;
  /** The response's class; absent where there is no body. */
  readonly type?: Type;
  /** More of the answer than its class says, for instance its headers. */
  readonly response?: Partial<ApiResponseOptions>;
  /** Problems particular to this operation; those of every operation are added by `finishDocument`. */
  readonly problems?: readonly ProblemType[];
  /** The request may come without a body. */
  readonly isBodyOptional?: true;
  /** A public route that looks at a token by itself. */
  readonly takesToken?: true;
  /** Its requests are not counted by any rate limit. */
  readonly isUnlimited?: true;
  /** Request headers: name and meaning. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Documents an operation for OpenAPI. Who may call it is taken from the decorators that guard it. */
export function Operation(doc: OperationDoc): MethodDecorator {
  const { id, tag, summary, description, status, answer, type, response } = doc;
  return applyDecorators(
    ApiTags(tag),
    ApiOperation({ operationId: id, summary, ...(description ? { description } : {}) }),
    ApiResponse({ status, description: answer, ...(type ? { type } : {}), ...response }),
    ApiExtension(notesExtension, notesOf(doc)),
    ...(doc.isUnlimited ? [Unlimited()] : []),
    ...Object.entries(doc.headers ?? {}).map(([name, meaning]) =>
      ApiHeader({ name, description: meaning, required: false, schema: { type: 'string' } }),
    ),
  );
}

function notesOf({ problems = [], isBodyOptional, takesToken, isUnlimited }: OperationDoc): OperationNotes {
  return {
    problems,
    isBodyOptional: isBodyOptional ?? false,
    takesToken: takesToken ?? false,
    isUnlimited: isUnlimited ?? false,
  };
}
