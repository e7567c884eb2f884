// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEntry } from './read-entry.ts';

const read = (line: string) =>
  readEntry(Buffer.from(line), { transport: 'syslog-udp', receivedUs: 1.79e15, timeZone: null });

describe('appliance', () => {
  it('readCef() undoes the escapes of header and extension, and finds where a value ends', () => {
    const { format, parse, fields } = read(
      '<13>Nov 21 17:12:36 fw CEF:0|Sec\\|Co|Wall|1.0|100|worm \\\\ stopped|10|src=10.0.0.1 spt=1232 dst=2.1.2.2 suser=DOM\\\\jan act=blocked request=http://x/?a\\=b&c msg=two\\nlines with \\= signs cs1Label=Rule cs1=block all rt=1795277556000',
    );
    assert.deepEqual([format, parse], ['cef', 'ok']);
    assert.deepEqual(
      [fields.vendor, fields.product, fields.msgid, fields.severity, fields.host],
      ['Sec|Co', 'Wall', '100', 2, 'fw'],
    );
    assert.deepEqual(
      [
        fields.srcIp,
        fields.srcPort,
        fields.dstIp,
        fields.user,
        fields.userDomain,
        fields.activity,
        fields.url,
      ],
      ['10.0.0.1', 1232, '2.1.2.2', 'jan', 'DOM', 'blocked', 'http://x/?a=b&c'],
    );
    assert.equal(fields.message, 'two\nlines with = signs');
    assert.deepEqual([fields.time, fields.timeQuality], [1_795_277_556_000_000, 'stated']);
    assert.deepEqual(fields.attributes, {
      version: '1.0',
      name: 'worm \\ stopped',
      cs1Label: 'Rule',
      cs1: 'block all',
    });
  });

  it('readCef() takes the name for the message where none is given, and a header without extension', () => {
    assert.equal(read('CEF:0|a|b|1|2|the name|High|').fields.message, 'the name');
    assert.equal(read('CEF:0|a|b|1|2|the name|High').fields.severity, 3);
    assert.deepEqual([read('CEF:0|a|b').format, read('CEF:0|a|b').parse], ['cef', 'partial']);
  });

  it('readLeef() reads both versions and every way to state the delimiter', () => {
    for (const [header, delimiter] of [
      ['LEEF:1.0|a|b|1|login|', '\t'],
      ['LEEF:2.0|a|b|1|login|^|', '^'],
      ['LEEF:2.0|a|b|1|login|x5E|', '^'],
      ['LEEF:2.0|a|b|1|login|0x09|', '\t'],
      ['LEEF:2.0|a|b|1|login||', '\t'],
      ['LEEF:2.0|a|b|1|login|', '\t'],
    ] as const) {
      const pairs = [
        'src=10.0.0.1',
        'usrName=jan',
        'url=http://x/?a=b',
        'sev=9',
        'nothing',
        'devTime=1795277556000',
      ];
      const { format, fields } = read(header + pairs.join(delimiter));
      assert.deepEqual(
        [format, fields.srcIp, fields.user, fields.url, fields.severity, fields.msgid, fields.time],
        ['leef', '10.0.0.1', 'jan', 'http://x/?a=b', 2, 'login', 1_795_277_556_000_000],
        header,
      );
    }
  });
});
