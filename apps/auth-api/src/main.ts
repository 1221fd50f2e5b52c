import 'reflect-metadata';
import { loadSettings } from '@janus/config';
import { describeFailure } from './start/failures.js';
import { startUp } from './start/start-up.js';

const { settings, warnings } = loadSettings();

startUp(settings, warnings).catch((error: unknown) => {
  const { message, exitCode } = describeFailure(error);
  process.stderr.write(`janus: ${message}\n`);
  process.exit(exitCode);
});
