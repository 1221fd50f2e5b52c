'use strict';
const { makeRunnable } = require('./ensure.cjs');

makeRunnable();
require('../dist/apps/cli/src/main.js');
