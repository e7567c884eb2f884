// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEntry } from './read-entry.ts';

const read = (document: unknown) =>
  readEntry(Buffer.from(JSON.stringify(document)), {
    transport: 'elastic',
    receivedUs: 1.79e15,
    timeZone: null,
  });

const said = {
  SubjectUserName: 'DC1$',
  TargetUserName: 'jan',
  TargetDomainName: 'SHIRE',
  IpAddress: '::ffff:10.0.0.1',
  IpPort: '4242',
  WorkstationName: 'PC-17',
  Status: '0xc000006d',
  LogonType: '3',
};

/** The same failed logon as three tools write it. */
const shapes = {
  winlogbeat: {
    '@timestamp': '2026-11-21T17:12:36.123Z',
    message: 'An account failed to log on.',
    log: { level: 'information' },
    winlog: {
      channel: 'Security',
      event_id: 4625,
      provider_name: 'Microsoft-Windows-Security-Auditing',
      computer_name: 'DC1.shire.local',
      event_data: said,
    },
  },
  NXLog: {
    EventTime: '2026-11-21T17:12:36.123Z',
    Message: 'An account failed to log on.',
    Severity: 'INFO',
    Channel: 'Security',
    EventID: 4625,
    SourceName: 'Microsoft-Windows-Security-Auditing',
    Hostname: 'DC1.shire.local',
    ...said,
  },
  evtx_dump: {
    Event: {
      System: {
        Provider: { '#attributes': { Name: 'Microsoft-Windows-Security-Auditing' } },
        EventID: { '#text': 4625, '#attributes': { Qualifiers: 0 } },
        Level: 0,
        Channel: 'Security',
        Computer: 'DC1.shire.local',
        TimeCreated: { '#attributes': { SystemTime: '2026-11-21T17:12:36.123Z' } },
      },
      EventData: said,
    },
  },
};

describe('windows', () => {
  for (const [name, shape] of Object.entries(shapes)) {
    it(`readEntry() reads a failed logon in the shape of ${name}`, () => {
      const { format, parse, fields } = read(shape);
      assert.deepEqual([format, parse], ['windows', 'ok']);
      assert.deepEqual(
        [fields.msgid, fields.channel, fields.host, fields.app, fields.time, fields.severity],
        [
          '4625',
          'Security',
          'DC1.shire.local',
          'Microsoft-Windows-Security-Auditing',
          Date.parse('2026-11-21T17:12:36.123Z') * 1000,
          6,
        ],
      );
      assert.deepEqual(
        [fields.eventClass, fields.activity, fields.status, fields.user, fields.userDomain],
        ['authentication', 'logon', 'failure', 'jan', 'SHIRE'],
      );
      assert.deepEqual(
        [fields.targetUser, fields.srcIp, fields.srcPort, fields.srcHost],
        ['jan', '10.0.0.1', 4242, 'PC-17'],
      );
      assert.equal(fields.attributes['LogonType'], '3');
    });
  }

  it('readEntry() reads Sysmon for Linux, which writes XML into syslog', () => {
    const xml =
      '<Event><System><Provider Name="Linux-Sysmon"/><EventID>1</EventID><Level>4</Level><TimeCreated SystemTime="2026-11-21T17:12:36.123456000Z"/><Channel>Linux-Sysmon/Operational</Channel><Computer>UBUNTU5</Computer></System><EventData><Data Name="Image">/bin/sh</Data><Data Name="CommandLine">sh -c "a &amp;&amp; b"</Data><Data Name="User">root</Data><Data Name="Empty"/></EventData></Event>';
    const line = Buffer.from(`<14>Nov 21 17:12:36 UBUNTU5 sysmon: ${xml}`);
    const { format, fields } = readEntry(line, { transport: 'relp', receivedUs: 1.79e15, timeZone: null });
    assert.deepEqual(
      [format, fields.eventClass, fields.process, fields.commandLine, fields.user, fields.host],
      ['windows', 'process', '/bin/sh', 'sh -c "a && b"', 'root', 'UBUNTU5'],
    );
  });

  it('readEntry() takes JSON with an event id of somebody else for JSON', () => {
    assert.equal(read({ EventID: 12, what: 'ever' }).format, 'json');
    assert.equal(read({ Channel: 'news' }).format, 'json');
  });
});
