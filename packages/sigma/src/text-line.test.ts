// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { fieldsOfEvent } from './event.ts';
import { timeOfEvent } from './event-time.ts';
import { routeOfEvent } from './logsource.ts';
import { fieldsOfLine, fieldsOfQuestion } from './text-line.ts';

describe('fieldsOfLine()', () => {
  it('reads records of the audit daemon, and what they write in hexadecimal', () => {
    const line =
      'type=EXECVE msg=audit(1636036800.123:42): argc=3 a0="cat" a1=2F6574632F6D7920736861646F77 a2="x"';
    const fields = fieldsOfEvent(line);
    assert.deepEqual(
      [fields['type'], fields['audit_id'], fields['a0'], fields['a1'], fields['message']],
      ['EXECVE', '42', 'cat', '/etc/my shadow', line],
    );
    assert.equal(timeOfEvent(fields), 1_636_036_800_123);
    assert.deepEqual(routeOfEvent(fields).services, ['auditd']);
    const call = fieldsOfLine(
      'type=SYSCALL msg=audit(1636036800.123:42): syscall=59 a0=ABCD comm="sh" key=(null)',
    );
    assert.deepEqual([call?.['a0'], call?.['comm']], ['ABCD', 'sh']);
    const stop = fieldsOfLine(
      `node=h type=SERVICE_STOP msg=audit(1636036800.123:42): pid=1 msg='unit=auditd comm="systemd" res=success'`,
    );
    assert.deepEqual([stop?.['unit'], stop?.['comm'], stop?.['type']], ['auditd', 'systemd', 'SERVICE_STOP']);
  });

  it('reads the combined format and leaves out what is a dash', () => {
    const fields = fieldsOfEvent(
      '192.0.2.1 - bob [21/Nov/2026:14:05:07 +0100] "GET /a/b?id=1 HTTP/1.1" 404 - "-" "curl \\"8\\""',
    );
    assert.deepEqual(
      [
        fields['c-ip'],
        fields['cs-username'],
        fields['cs-uri-stem'],
        fields['cs-uri-query'],
        fields['sc-status'],
      ],
      ['192.0.2.1', 'bob', '/a/b', 'id=1', 404],
    );
    assert.deepEqual(['cs-referer' in fields, 'sc-bytes' in fields], [false, false]);
    assert.equal(timeOfEvent(fields), Date.UTC(2026, 10, 21, 13, 5, 7));
    assert.deepEqual(routeOfEvent(fields).categories, ['webserver']);
  });

  it('reads the native format of a proxy', () => {
    const fields = fieldsOfEvent(
      '1636036800.123    456 192.0.2.1 TCP_MISS/200 4512 GET http://example.org/x.exe - HIER_DIRECT/192.0.2.9 text/html',
    );
    assert.deepEqual([fields['c-uri'], fields['cs-method']], ['http://example.org/x.exe', 'GET']);
    assert.deepEqual(routeOfEvent(fields).categories, ['proxy']);
  });

  // Danger: a name in a record poses as the record's own type, or as a member of every object.
  it('lets no value pose as what the record is', () => {
    const fields = fieldsOfLine(
      'type=EXECVE msg=audit(1.1:1): a0="x" type=PATH __proto__=1 constructor=2 audit_id=9',
    );
    assert.deepEqual([fields?.['type'], fields?.['audit_id'], fields?.['constructor']], ['EXECVE', '1', '2']);
    assert.equal(({} as Record<string, unknown>)['1'], undefined);
  });

  it('puts what was started together for rules about programs that start', () => {
    const started = fieldsOfLine(
      'type=EXECVE msg=audit(1.1:1): argc=3 a0="/usr/bin/curl" a1="-o" a2=2F746D702F612062',
    );
    assert.deepEqual(
      [started?.['Image'], started?.['CommandLine']],
      ['/usr/bin/curl', '/usr/bin/curl -o /tmp/a b'],
    );
    assert.equal(fieldsOfLine('type=EXECVE msg=audit(1.1:1): argc=1 a0="ls"')?.['Image'], undefined);
    const titled = fieldsOfLine('type=PROCTITLE msg=audit(1.1:1): proctitle=6C73002D6C');
    assert.equal(titled?.['CommandLine'], 'ls -l');
  });

  // Danger: a line made for it takes minutes to read.
  it('reads any line, also long ones', () => {
    fc.assert(fc.property(fc.string(), (line) => fieldsOfLine(line) === null));
    for (const piece of ['"', '\\"', 'a=', 'type=A ', '00', ' - ']) {
      const line = piece.repeat(200_000);
      fieldsOfLine(line);
      fieldsOfLine(`h - - [x] "${line}`);
      fieldsOfLine(`type=PROCTITLE msg=audit(1.1:1): proctitle=${line}`);
      fieldsOfLine(`1795281156.123 1 x T/200 1 GET u us ${line}`);
    }
    fieldsOfLine(`1795281156.123 1 x T/200 1 GET u us ${'/'.repeat(1_000_000)}`);
  });
});

describe('fieldsOfQuestion()', () => {
  for (const [server, line] of [
    ['BIND', 'client @0x7f1 192.0.2.7#51422 (evil.example): query: evil.example IN A +E(0)K (192.0.2.1)'],
    ['dnsmasq', 'query[A] evil.example from 192.0.2.7'],
    ['dnsmasq with numbers', '12 192.0.2.7/53 query[A] evil.example from 192.0.2.7'],
    ['Unbound', 'info: 192.0.2.7 evil.example. A IN'],
  ] as const) {
    it(`reads a question as ${server} writes it`, () =>
      assert.deepEqual(fieldsOfQuestion(line), {
        query: 'evil.example',
        record_type: 'A',
        src_ip: '192.0.2.7',
      }));
  }

  it('reads no question in other words', () => {
    for (const line of [
      '',
      'reply evil.example is 192.0.2.7',
      'info: service stopped',
      'query'.repeat(200_000),
    ])
      assert.equal(fieldsOfQuestion(line), null);
  });
});
