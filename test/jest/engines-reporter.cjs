'use strict';
const { absentEngines } = require('./engines.cjs');

/** Says at the end which engines ran, fails a run that skipped anything or treated engines differently, and counts once more. */
module.exports = class EnginesReporter {
  constructor(globalConfig) {
    const { testPathPatterns, testNamePattern, selectProjects } = globalConfig;
    const patterns = testPathPatterns?.patterns ?? [];
    this.isWhole = patterns.length === 0 && !testNamePattern && !(selectProjects?.length > 0);
    this.cases = new Map();
    this.problems = [];
  }

  onTestResult({ context }, { testResults, numFailingTests }) {
    const name = context.config.displayName?.name ?? 'unit';
    if (numFailingTests >= 0) this.cases.set(name, (this.cases.get(name) ?? 0) + testResults.length);
  }

  onRunComplete(_contexts, results) {
    const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = results;
    const skipped = numPendingTests + numTodoTests;
    if (skipped > 0) this.problems.push(`${skipped} cases were skipped`);
    if (numRuntimeErrorTestSuites > 0) this.problems.push(`${numRuntimeErrorTestSuites} files could not run`);
    if (this.isWhole) this.compareEngines();
    this.print();
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // After everything that Jest itself has to say.
    process.once('exit', () => {
      process.stdout.write(`${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
    });
  }

  compareEngines() {
    for (const kind of ['contract', 'e2e']) {
      const counts = [...this.cases].filter(([name]) => name.startsWith(`${kind}:`));
      if (new Set(counts.map(([, count]) => count)).size > 1) {
        this.problems.push(`engines ran different numbers of ${kind} cases`);
      }
    }
  }

  print() {
    const lines = [...this.cases]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => `  ${name.padEnd(20)} ${count} cases`);
    for (const { name, variable } of absentEngines(process.env))
      lines.push(`  ${name.padEnd(20)} not run; set ${variable}`);
    for (const problem of this.problems) lines.push(`  ! ${problem}`);
    process.stdout.write(`\n${lines.join('\n')}\n`);
  }

  getLastError() {
    return this.problems.length > 0 ? new Error(this.problems.join('; ')) : undefined;
  }
};
