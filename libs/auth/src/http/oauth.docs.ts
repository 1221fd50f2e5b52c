import { Operation } from '@janus/http';
import { IntrospectionResponse } from './introspection.response.js';
import { MetadataResponse } from './metadata.response.js';

const tag = 'oauth';

export const DocIntrospect = () =>
  Operation({
    id: 'introspectToken',
    tag,
    summary: 'Is a token good now',
    description:
      'RFC 7662, for services. Session and user are looked up, so a sign-out or a suspension counts at once. A refresh token is active while it is the current one of its session; asking neither uses it up nor ends anything.',
    status: 200,
    answer: 'What the token is worth. Whatever is not a good token of this service is `{ "active": false }`.',
    type: IntrospectionResponse,
  });

export const DocRevoke = () =>
  Operation({
    id: 'revokeToken',
    tag,
    summary: 'Sign a token out',
    description:
      'RFC 7009, for services. Ends the session of the token, and with it every token of that session. A token that is dead or unknown is fine.',
    status: 200,
    answer: 'It is not good any more. No body.',
  });

export const DocMetadata = () =>
  Operation({
    id: 'readMetadata',
    isUnlimited: true,
    tag,
    summary: 'Where everything is',
    description:
      'Authorization server metadata (RFC 8414). There are no grants: people sign in at `/api/v1/auth/login`.',
    status: 200,
    answer: 'The metadata.',
    type: MetadataResponse,
  });
