import { Operation } from '@janus/http';
import { kernelProblems } from '@janus/kernel';
import { policyProblems, usersProblems } from '@janus/users';
import { authProblems } from '../auth.problems.js';
import { StatusResponse } from './mail-flows.dto.js';

const tag = 'auth';
const { INVALID_LINK, PASSWORD_REFUSED, WRONG_PASSWORD } = authProblems;
const { OVERLOADED } = kernelProblems;

function DocNeutral(id: string, summary: string): MethodDecorator {
  return Operation({
    id,
    tag,
    summary,
    description:
      'The answer and its time are the same whether or not anybody has the address. Three mails an hour at most.',
    status: 202,
    answer: 'A mail is on its way if there is somebody to get it.',
    type: StatusResponse,
  });
}

export const DocVerifyEmail = () =>
  Operation({
    id: 'verifyEmail',
    tag,
    summary: 'Verify an address by its link',
    status: 204,
    answer: 'Verified.',
    problems: [INVALID_LINK],
  });

export const DocResendVerification = () => DocNeutral('resendVerification', 'Send the verification link again');
export const DocForgotPassword = () => DocNeutral('forgotPassword', 'Send a link to replace a forgotten password');

export const DocResetPassword = () =>
  Operation({
    id: 'resetPassword',
    tag,
    summary: 'Replace a forgotten password by its link',
    description: 'Every session ends, and nobody is signed in.',
    status: 204,
    answer: 'Replaced; sign in with the new one.',
    problems: [INVALID_LINK, PASSWORD_REFUSED, OVERLOADED],
  });

export const DocConfirmEmailChange = () =>
  Operation({
    id: 'confirmEmailChange',
    tag,
    summary: 'Confirm a new address by its link',
    description: 'Every session ends. The old address gets a link that takes the change back.',
    status: 204,
    answer: 'Changed.',
    problems: [INVALID_LINK],
  });

export const DocUndoEmailChange = () =>
  Operation({
    id: 'undoEmailChange',
    tag,
    summary: 'Take a change of address back by its link',
    description: 'Every session ends, and later changes are void.',
    status: 204,
    answer: 'The old address is in place again.',
    problems: [INVALID_LINK],
  });

export const DocChangeEmail = () =>
  Operation({
    id: 'changeEmail',
    tag: 'users',
    summary: 'Change my address',
    description:
      'A link goes to the new address, and nothing changes before it is followed. A taken address is answered alike.',
    status: 202,
    answer: 'The link is on its way.',
    type: StatusResponse,
    problems: [WRONG_PASSWORD, OVERLOADED],
  });

export const DocSendPasswordReset = () =>
  Operation({
    id: 'sendPasswordReset',
    tag: 'users',
    summary: 'Send a user a link to choose another password',
    status: 202,
    answer: 'The mail is on its way.',
    type: StatusResponse,
    problems: [
      usersProblems.USER_NOT_FOUND,
      policyProblems.SELF_FORBIDDEN,
      policyProblems.TARGET_NOT_BELOW,
      policyProblems.TARGET_STATE,
    ],
  });
