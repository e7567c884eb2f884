// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type LogTransport, logFields, logTransports } from '@belfry/contract';
import { emptyForm, type NormalForm, type Read } from './normal-form.ts';
import { readEntry } from './read-entry.ts';

const receivedUs = Date.parse('2026-11-22T12:00:00Z') * 1000;
const read = (line: string | Uint8Array, transport: LogTransport = 'syslog-tcp'): Read =>
  readEntry(typeof line === 'string' ? Buffer.from(line) : line, { transport, receivedUs, timeZone: null });

/** What an entry is read as, and the fields that were filled, without those that are empty. */
function filled(line: string | Uint8Array, transport?: LogTransport): Record<string, unknown> {
  const { format, parse, fields } = read(line, transport);
  const some = Object.entries(fields).filter(
    ([name, value]) =>
      value !== null &&
      name !== 'time' &&
      name !== 'timeQuality' &&
      name !== 'severityId' &&
      name !== 'attributes',
  );
  return { format, parse, ...Object.fromEntries(some) };
}
const attributes = (line: string, transport?: LogTransport): NormalForm['attributes'] =>
  read(line, transport).fields.attributes;

describe('readEntry()', () => {
  it('fills exactly the fields the contract names', () => {
    assert.deepEqual(
      Object.keys(emptyForm()).sort(),
      [...logFields.map((field) => field.name), 'attributes'].sort(),
    );
  });

  it('reads the example of RFC 5424 with structured data and a byte order mark', () => {
    const line =
      '<165>1 2026-10-11T22:14:15.003Z host.example.org evntslog 12 ID47 [ex@32473 iut="3" app="A\\]\\"p" x="\\n"][b@1] \ufeffAn event';
    assert.deepEqual(filled(line), {
      format: 'rfc5424',
      parse: 'ok',
      severity: 5,
      facility: 20,
      host: 'host.example.org',
      app: 'evntslog',
      procid: '12',
      msgid: 'ID47',
      message: 'An event',
    });
    assert.deepEqual(attributes(line), { 'ex@32473': { iut: '3', app: 'A]"p', x: '\\n' }, 'b@1': {} });
  });

  it('reads RFC 5424 with NIL values, and in part when the structured data is broken', () => {
    assert.deepEqual(filled('<34>1 - - - - - -'), {
      format: 'rfc5424',
      parse: 'ok',
      severity: 2,
      facility: 4,
      message: '',
    });
    const broken = filled('<34>1 2026-10-11T22:14:15Z h a - - [x y="1 text');
    assert.deepEqual([broken['parse'], broken['host'], broken['message']], ['partial', 'h', '[x y="1 text']);
  });

  it('reads what rsyslog sends: RFC 5424 with a second blank and a line feed, RFC 3164, and its own forward form', () => {
    const sent = [
      '<35>1 2026-11-21T17:12:36.730808+00:00 vm app  1 - -  hällo "x" ]\n',
      '<35>Nov 21 17:12:36 vm app[1]: hällo "x" ]',
      '<35>2026-11-21T17:12:36.730808+00:00 vm app[1]: hällo "x" ]',
    ];
    const formats = sent.map((line) => read(line).format);
    assert.deepEqual(formats.slice(1), ['rfc3164', 'syslog-iso']);
    for (const line of sent.slice(1)) {
      const { fields } = read(line);
      assert.deepEqual([fields.host, fields.app, fields.procid], ['vm', 'app', '1']);
      assert.equal(fields.message, 'hällo "x" ]');
      assert.equal(Math.floor((fields.time ?? 0) / 1e6), Date.parse('2026-11-21T17:12:36Z') / 1000);
    }
    assert.equal(read('<35>1 2026-11-21T17:12:36.730808+00:00 vm app 1 - -  text\n').fields.message, 'text');
  });

  it('reads lines without a host, a priority or a time', () => {
    assert.deepEqual(
      [
        read('<13>Nov 21 17:12:36 app[7]: text'),
        read('Nov 21 17:12:36 vm app: text'),
        read('<13>app: text'),
      ].map(({ format, parse, fields }) => [format, parse, fields.host, fields.app, fields.message]),
      [
        ['rfc3164', 'ok', null, 'app', 'text'],
        ['rfc3164', 'ok', 'vm', 'app', 'text'],
        ['rfc3164', 'partial', null, 'app', 'text'],
      ],
    );
  });

  it('reads the sequence, host and unsure clock of network equipment', () => {
    const line = '<189>45: router1: *Mar  1 18:46:11.123 UTC: %SYS-5-CONFIG_I: Configured from console';
    assert.deepEqual(filled(line), {
      format: 'rfc3164',
      parse: 'ok',
      severity: 5,
      facility: 23,
      host: 'router1',
      msgid: 'SYS-5-CONFIG_I',
      message: '%SYS-5-CONFIG_I: Configured from console',
    });
    assert.deepEqual(attributes(line), { sequence: '45', clock: 'not authoritative' });
  });

  it('reads JSON in syslog and bare JSON of any names', () => {
    const line = '<14>Nov 21 17:12:36 vm app: @cee: {"user":{"name":"jan"},"client_ip":"192.0.2.7","n":1}';
    assert.deepEqual(
      [filled(line)['format'], filled(line)['user'], filled(line)['srcIp'], filled(line)['host']],
      ['json', 'jan', '192.0.2.7', 'vm'],
    );
    const document = {
      '@timestamp': '2026-11-21T17:12:36.5Z',
      event: { category: ['authentication'], action: 'logon', outcome: 'failure', reason: 'expired' },
      log: { level: 'warn' },
      source: { ip: '2001:db8::1', port: 22 },
      labels: { deep: { a: [1, { b: 2 }] } },
    };
    assert.deepEqual(filled(JSON.stringify(document), 'elastic'), {
      format: 'json',
      parse: 'ok',
      severity: 4,
      eventClass: 'authentication',
      activity: 'logon',
      status: 'failure',
      cause: 'expired',
      srcIp: '2001:db8::1',
      srcPort: 22,
    });
    assert.deepEqual(attributes(JSON.stringify(document), 'elastic')['labels'], {
      deep: { a: [1, { b: 2 }] },
    });
  });

  it('takes a status of three digits for that of HTTP, and a query of a database for no name lookup', () => {
    const web = filled('{"status":503,"description":"d","message":"m","request_uri":"/a"}', 'ndjson');
    assert.deepEqual(
      [web['httpStatus'], web['status'], web['eventClass'], web['message'], web['url']],
      [503, 'failure', 'http', 'm', '/a'],
    );
    assert.equal(filled('{"query":"SELECT 1","parent":"p"}', 'ndjson')['eventClass'], undefined);
  });

  it('reads who looked at whose personal data, why, from where and with what result', () => {
    const line = JSON.stringify({
      user: 'an.peeters',
      insz: '00.00.00-000.00',
      doel: 'dossier 12',
      workstation: 'PC-17',
      location: 'Gent',
      application: 'register',
      personal_data: 'address',
      result: 'NOK',
    });
    assert.deepEqual(filled(line, 'ndjson'), {
      format: 'json',
      parse: 'ok',
      app: 'register',
      status: 'failure',
      user: 'an.peeters',
      srcHost: 'PC-17',
      location: 'Gent',
      dataSubject: '00.00.00-000.00',
      dataCategory: 'address',
      purpose: 'dossier 12',
    });
  });

  it('reads access logs, also with a virtual host, a blank in the user and a broken request', () => {
    const combined =
      '192.0.2.7 - jan d [17/May/2015:10:05:03 +0000] "GET /a?b=\\"c HTTP/1.1" 404 12 "http://x/" "M (X) \\"q"';
    assert.deepEqual(filled(`example.org:443 ${combined}`), {
      format: 'access-log',
      parse: 'ok',
      severity: 4,
      message: `example.org:443 ${combined}`,
      eventClass: 'http',
      activity: 'get',
      status: 'failure',
      user: 'jan d',
      srcIp: '192.0.2.7',
      dstHost: 'example.org',
      protocol: 'HTTP/1.1',
      httpMethod: 'GET',
      url: '/a?b=\\"c',
      httpStatus: 404,
      userAgent: 'M (X) \\"q',
      referrer: 'http://x/',
      bytes: 12,
    });
    assert.equal(read('::1 - - [17/May/2015:10:05:03 +0000] "-" 408 - "-" "-"').fields.srcIp, '::1');
  });

  it('reads an OTLP record, its resource and its nested values', () => {
    const record = {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scope: { name: 'lib' },
      logRecord: {
        timeUnixNano: '1795277556123456789',
        severityNumber: 17,
        body: { stringValue: 'failed' },
        traceId: 'ab',
        attributes: [
          { key: 'client.address', value: { stringValue: '192.0.2.9' } },
          { key: 'n', value: { intValue: '12' } },
          { key: 'list', value: { arrayValue: { values: [{ boolValue: true }] } } },
        ],
      },
    };
    assert.deepEqual(filled(JSON.stringify(record), 'otlp'), {
      format: 'otlp',
      parse: 'ok',
      severity: 3,
      app: 'shop',
      message: 'failed',
      srcIp: '192.0.2.9',
      trace: 'ab',
    });
    assert.deepEqual(attributes(JSON.stringify(record), 'otlp'), { n: 12, list: [true], scope: 'lib' });
    assert.equal(read(JSON.stringify(record), 'otlp').fields.time, 1_795_277_556_123_456);
  });

  it('reads a journal entry with a binary value', () => {
    const value = Buffer.from('two\nlines');
    const length = Buffer.alloc(8);
    length.writeUInt32LE(value.length);
    const entry = Buffer.concat([
      Buffer.from('__REALTIME_TIMESTAMP=1795277556123456\nPRIORITY=4\n_HOSTNAME=vm\n_UID=0\nX=1\nMESSAGE\n'),
      length,
      value,
      Buffer.from('\n_SYSTEMD_UNIT=ssh.service\n\n'),
    ]);
    assert.deepEqual(filled(entry, 'journal'), {
      format: 'journal',
      parse: 'ok',
      severity: 4,
      host: 'vm',
      channel: 'ssh.service',
      message: 'two\nlines',
      userId: '0',
    });
    assert.equal(read(entry.subarray(0, -30), 'journal').parse, 'partial');
  });

  it('reads the envelope of HEC and of Loki, and the line inside', () => {
    const hec = filled(
      JSON.stringify({
        time: 1_795_277_556.5,
        host: 'h',
        sourcetype: 's',
        event: 'CEF:0|v|p|1|2|n|5|src=10.0.0.1',
      }),
      'hec',
    );
    assert.deepEqual(
      [hec['format'], hec['host'], hec['channel'], hec['srcIp']],
      ['cef', 'h', 's', '10.0.0.1'],
    );
    const line = 'level=warn msg="no way in" user=jan src=10.0.0.1';
    const labels = { host: 'h', app: 'shop' };
    const push = { stream: labels, ts: '1795277556123456789', line, metadata: { m: '1' }, tenant: 't' };
    assert.deepEqual(filled(JSON.stringify(push), 'loki'), {
      format: 'json',
      parse: 'ok',
      severity: 4,
      host: 'h',
      app: 'shop',
      message: line,
      user: 'jan',
      srcIp: '10.0.0.1',
    });
    assert.deepEqual(attributes(JSON.stringify(push), 'loki'), { m: '1', tenant: 't' });
  });

  it('reads the syslog line a shipper sends as the message of its document, and believes the document first', () => {
    const message = 'Nov 21 10:00:00 inner sshd[1]: Failed password for root from 192.0.2.7 port 5 ssh2';
    const document = { '@timestamp': '2026-11-21T17:12:36Z', host: { name: 'outer' }, message };
    const { format, parse, fields } = read(JSON.stringify(document), 'elastic');
    assert.deepEqual([format, parse, fields.host, fields.message], ['json', 'ok', 'outer', message]);
    assert.deepEqual(
      [fields.app, fields.user, fields.status, fields.srcIp],
      ['sshd', 'root', 'failure', '192.0.2.7'],
    );
    assert.deepEqual(
      [fields.time, fields.timeQuality],
      [Date.parse('2026-11-21T17:12:36Z') * 1000, 'stated'],
    );
  });

  it('tells of the desk’s own record only which event, when, where in the record and what kind of actor', () => {
    const record = {
      v: 1,
      position: 12,
      event: 'incident.declared',
      recordedAt: '2026-11-22T01:00:00.000Z',
      actor: { kind: 'person', id: 'secret', name: 'Secret Person' },
      subject: { kind: 'incident', id: 'secret', reference: 'INC-secret' },
      text: 'secret',
      changes: [{ field: 'title', to: 'secret' }],
    };
    const { format, parse, fields } = read(JSON.stringify(record), 'outbox');
    assert.deepEqual(
      [format, parse, fields.msgid, fields.attributes],
      ['desk', 'ok', 'incident.declared', { position: 12, actor: 'person' }],
    );
    assert.doesNotMatch(JSON.stringify(fields), /secret/i);
  });

  it('takes what nobody can read for text, whatever bytes it has', () => {
    assert.deepEqual(filled('hello world\r\n', 'ndjson'), {
      format: 'text',
      parse: 'raw',
      message: 'hello world',
    });
    assert.equal(read(Buffer.from([0x63, 0x61, 0x66, 0xe9])).fields.message, 'café');
    assert.equal(read(new Uint8Array(0)).parse, 'raw');
    for (const transport of logTransports) assert.equal(read('{', transport).fields.host, null);
  });
});
