// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { it } from 'node:test';
import type { LogTransport } from '@belfry/contract';
import { READING_VERSION, readEntry } from './read-entry.ts';

const lines: readonly (readonly [LogTransport, string])[] = [
  [
    'relp',
    '<38>1 2026-11-21T17:12:36.5Z web1 sshd 12 - [o@1 k="v"] Failed password for jan from 192.0.2.7 port 5 ssh2',
  ],
  [
    'syslog-udp',
    '<35>Nov 21 17:12:36 vm su[1]: pam_unix(su:session): session opened for user root by jan(uid=1000)',
  ],
  [
    'syslog-tcp',
    '<133>1 2026-11-21T17:12:40Z relay f - - - Nov 21 17:12:36 web1 sudo: jan : TTY=pts/0 ; USER=root ; COMMAND=/bin/sh',
  ],
  ['syslog-tcp', 'CEF:0|Maker|Wall|1|100|Blocked|8|src=192.0.2.1 dst=198.51.100.2 suser=jan act=blocked'],
  ['syslog-tcp', 'LEEF:1.0|Maker|Wall|1|x|src=192.0.2.1\tusrName=jan'],
  [
    'syslog-tcp',
    'type=USER_LOGIN msg=audit(1795281156.123:42): pid=1 uid=0 acct="jan" exe="/usr/sbin/sshd" res=failed',
  ],
  [
    'ndjson',
    '{"@timestamp":"2026-11-21T17:12:36Z","user":{"name":"jan"},"source":{"ip":"192.0.2.7"},"event":{"outcome":"failure"}}',
  ],
  [
    'elastic',
    '{"winlog":{"channel":"Security","event_id":4625,"computer_name":"pc1","event_data":{"TargetUserName":"jan"}}}',
  ],
  [
    'otlp',
    '{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]},"logRecord":{"timeUnixNano":"1795281156000000000","body":{"stringValue":"paid"}}}',
  ],
  ['journal', 'MESSAGE=started\nPRIORITY=6\n_HOSTNAME=vm\n_SYSTEMD_UNIT=a.service\n'],
  ['syslog-tcp', '192.0.2.7 - jan [21/Nov/2026:17:12:36 +0000] "GET /a HTTP/1.1" 404 12 "-" "curl/8"'],
  ['syslog-tcp', "<86>1 2026-11-21T17:12:36Z web1 usermod 7 - - add 'jan' to group 'sudo'"],
  [
    'syslog-tcp',
    '<30>1 2026-11-21T17:12:36Z web1 systemd 1 - - Stopped rsyslog.service - System Logging Service.',
  ],
  ['syslog-udp', 'no form at all'],
];

// Danger: a new release reads lines in another way, and every old row of the index rings as a forgery.
it('readEntry() reads as its version says', () => {
  const digest = createHash('sha256');
  for (const [transport, line] of lines) {
    const read = readEntry(Buffer.from(line), {
      transport,
      receivedUs: 1_795_281_160_000_000,
      timeZone: null,
    });
    digest.update(JSON.stringify(read));
  }
  assert.deepEqual(
    [READING_VERSION, digest.digest('hex').slice(0, 16)],
    [2, '57170682db0535ee'],
    'Entries are read in another way than before: raise READING_VERSION, then write the new digest here',
  );
});
