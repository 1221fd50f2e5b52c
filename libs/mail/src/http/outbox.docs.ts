import { Operation, httpProblems, pageResponseOf } from '@janus/http';
import { getSchemaPath } from '@nestjs/swagger';
import { mailProblems } from '../mail.problems.js';
import { MessageResponse } from './message.response.js';

const tag = 'mail';

export const DocListOutbox = () =>
  Operation({
    id: 'listOutbox',
    tag,
    summary: 'List the mails that were asked for',
    description: 'The newest first. Never what they hold: that has links in it.',
    status: 200,
    answer: 'One page.',
    response: pageResponseOf({ $ref: getSchemaPath(MessageResponse) }),
    problems: [httpProblems.INVALID_CURSOR],
  });

export const DocRetryMessage = () =>
  Operation({
    id: 'retryMessage',
    tag,
    summary: 'Try a dead mail again',
    description: 'A mail that is not dead, or has expired, is left as it is.',
    status: 200,
    answer: 'The mail as it is now.',
    type: MessageResponse,
    problems: [mailProblems.MESSAGE_NOT_FOUND],
  });
