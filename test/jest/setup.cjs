'use strict';
require('reflect-metadata');
