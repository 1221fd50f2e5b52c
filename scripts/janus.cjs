'use strict';
const { installIfNeeded, buildIfNeeded } = require('./ensure.cjs');

installIfNeeded();
buildIfNeeded();
require('../dist/apps/cli/src/main.js');
