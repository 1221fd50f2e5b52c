import { Operation, httpProblems, pageResponseOf } from '@janus/http';
import type { ProblemType } from '@janus/kernel';
import { policyProblems, usersProblems } from '@janus/users';
import { getSchemaPath } from '@nestjs/swagger';
import { authProblems } from '../auth.problems.js';
import { SessionResponse } from './session.response.js';

const tag = 'sessions';
const ofOthers: readonly ProblemType[] = [
  usersProblems.USER_NOT_FOUND,
  policyProblems.TARGET_NOT_BELOW,
  policyProblems.TARGET_STATE,
];

function DocSessionList(id: string, summary: string, problems: readonly ProblemType[]): MethodDecorator {
  return Operation({
    id,
    tag,
    summary,
    description: 'Living sessions, the newest first; with `includeEnded` also why and when others ended.',
    status: 200,
    answer: 'One page.',
    response: pageResponseOf({ $ref: getSchemaPath(SessionResponse) }),
    problems: [httpProblems.INVALID_CURSOR, ...problems],
  });
}

function DocRevocation(id: string, summary: string, problems: readonly ProblemType[]): MethodDecorator {
  return Operation({ id, tag, summary, status: 204, answer: 'Ended, access tokens included.', problems });
}

export const DocListMySessions = () => DocSessionList('listMySessions', 'List my sessions', []);
export const DocListSessions = () => DocSessionList('listSessions', "List a user's sessions", ofOthers);
export const DocRevokeMySession = () =>
  DocRevocation('revokeMySession', 'End one of my sessions', [authProblems.SESSION_NOT_FOUND]);
export const DocRevokeMySessions = () => DocRevocation('revokeMySessions', 'End my other sessions', []);
export const DocRevokeSession = () =>
  DocRevocation('revokeSession', "End one of a user's sessions", [authProblems.SESSION_NOT_FOUND, ...ofOthers]);
export const DocRevokeSessions = () => DocRevocation('revokeSessions', "End all of a user's sessions", ofOthers);
