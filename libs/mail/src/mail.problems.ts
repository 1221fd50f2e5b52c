import type { ProblemType } from '@janus/kernel';

export const mailProblems = {
  MESSAGE_NOT_FOUND: {
    code: 'MESSAGE_NOT_FOUND',
    status: 404,
    title: 'There is no such message',
    meaning: 'The outbox has no message with this id. Messages are deleted 30 days after they expired.',
    cure: 'List the messages with `GET /api/v1/mail/outbox`.',
  },
} as const satisfies Record<string, ProblemType>;
