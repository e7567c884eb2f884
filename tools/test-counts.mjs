// SPDX-License-Identifier: Apache-2.0
// A reporter for `node --test` that leaves the counts of the whole run, and the names of what failed, as one line of JSON.
const NAMES_MAX = 20;

export default async function* testCounts(source) {
  const names = [];
  for await (const event of source) {
    // A suite fails because a test in it does: only the test is named. A file that does not even load is a test of its own.
    if (event.type === 'test:fail' && event.data.details?.type !== 'suite' && names.length < NAMES_MAX) {
      names.push(event.data.name);
    }
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { passed, failed, cancelled } = event.data.counts;
    yield JSON.stringify({ passed, failed: failed + cancelled, names });
  }
}
