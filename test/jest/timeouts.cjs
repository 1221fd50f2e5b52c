'use strict';
// A project cannot set this in its own configuration.
const { JANUS_TIMEOUT_MS } = globalThis;
jest.setTimeout(JANUS_TIMEOUT_MS ?? 30_000);
