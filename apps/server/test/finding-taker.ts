// SPDX-License-Identifier: Apache-2.0
import type pg from 'pg';
import { systemClock, systemIds } from '../src/platform/clock/clock.ts';
import { openDatabase } from '../src/platform/database/database.ts';
import { findingOpensReport } from '../src/processes/finding-opens-report.ts';
import { findingsKnowRules } from '../src/processes/findings-know-rules.ts';
import { hitsBecomeFindings } from '../src/processes/hits-become-findings.ts';
import { reportIsReceived } from '../src/processes/report-is-received.ts';

// The part of a desk that takes hits, in a process of its own: a test kills it at any moment.
const connection = JSON.parse(process.argv[2] ?? '{}') as pg.ClientConfig;
const work = hitsBecomeFindings(openDatabase(connection, systemClock, systemIds), {
  rules: findingsKnowRules,
  report: findingOpensReport({
    receive: reportIsReceived(),
    publicUrl: () => 'https://desk.example.org',
    wake: () => undefined,
  }),
});
process.stdout.write('taking\n');
while (process.exitCode === undefined) {
  await work.doBatch();
}
