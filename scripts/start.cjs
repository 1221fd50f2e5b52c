'use strict';
const { installIfNeeded, buildIfNeeded } = require('./ensure.cjs');

installIfNeeded();
buildIfNeeded();
// In this very process, so that a signal to it reaches the service.
require('../dist/apps/auth-api/src/main.js');
