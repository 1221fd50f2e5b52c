'use strict';
const { makeRunnable } = require('./ensure.cjs');

makeRunnable();
// In this very process, so that a signal to it reaches the service.
require('../dist/apps/auth-api/src/main.js');
