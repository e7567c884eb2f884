// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEngine } from './engine.ts';
import { type EventFields, fieldsOfEvent } from './event.ts';
import { routeOfEvent } from './logsource.ts';
import { ecsRoute } from './logsource-ecs.ts';
import { readRules } from './rule.ts';

const host = (type: string) => ({ host: { os: { type } } });
const shown = (fields: EventFields) => {
  const route = ecsRoute(fields);
  return route === null ? null : [route.product, ...route.services, ...route.categories].join(' ');
};

describe('ecsRoute()', () => {
  for (const [expected, fields] of [
    ['linux process_creation', { ...host('linux'), event: { category: ['process'], type: ['start'] } }],
    ['macos process_creation', { ...host('macos'), event: { category: 'process', action: 'exec' } }],
    ['windows process_termination', { ...host('windows'), event: { category: ['process'], type: ['end'] } }],
    [
      'macos file_event',
      { host: { os: { family: 'darwin' } }, event: { category: ['file'], type: ['creation'] } },
    ],
    ['linux file_delete', { ...host('linux'), event: { category: ['file'], type: ['deletion'] } }],
    [
      'windows registry_event registry_set',
      { ...host('windows'), event: { category: ['registry'], type: ['change'] } },
    ],
    ['windows network_connection', { ...host('windows'), event: { category: ['network'], type: ['start'] } }],
    ['windows image_load', { ...host('windows'), event: { category: ['library'], type: ['start'] } }],
    [
      'windows dns_query dns',
      { ...host('windows'), process: {}, event: { category: ['network'] }, dns: { question: { name: 'x' } } },
    ],
    ['linux auditd', { auditd: { message_type: 'execve' } }],
  ] as const) {
    it(`knows ${expected}`, () => assert.equal(shown(fields), expected));
  }

  it('knows servers by their dataset, and a wire by no system', () => {
    assert.deepEqual(ecsRoute({ event: { dataset: 'nginx.access' } })?.categories, ['webserver']);
    const packet = ecsRoute({ ...host('linux'), dns: { question: { name: 'x' } } });
    assert.deepEqual([packet?.product, packet?.categories], [null, ['dns_query', 'dns']]);
  });

  it('says nothing of events that tell too little', () => {
    for (const fields of [
      {},
      { event: { category: ['process'], type: ['start'] } },
      { ...host('constructor'), event: { category: ['process'], type: ['start'] } },
      { ...host('linux'), event: { category: ['iam'], type: ['user'] } },
      { ...host('linux'), event: { category: ['process'], type: ['info'] } },
    ]) {
      assert.equal(ecsRoute(fields), null, JSON.stringify(fields));
    }
  });

  // Danger: a module moves a field, and a rule that named the old one never finds anything again.
  it('finds what modules have moved, indexed too', () => {
    const rule = (category: string, item: string) =>
      `title: R\nlogsource: {product: windows, category: ${category}}\ndetection: {s: {${item}}, condition: s}`;
    const { rules } = readRules(
      [
        rule('process_creation', "Image|endswith: '\\mimi.exe', ParentImage|endswith: '\\cmd.exe'"),
        rule('registry_set', "TargetObject|contains: '\\Run\\', Details|contains: evil"),
      ].join('\n---\n'),
    );
    const engine = createEngine(rules);
    const process = { executable: 'C:\\mimi.exe', parent: { executable: 'C:\\cmd.exe' } };
    const winlog = { channel: 'Microsoft-Windows-Sysmon/Operational', event_id: 1 };
    const beats = fieldsOfEvent({ event: { category: ['process'] }, winlog, process });
    assert.deepEqual(routeOfEvent(beats).categories, ['process_creation']);
    assert.equal(engine.match(beats).length, 1);
    const agent = { ...host('windows'), event: { category: ['process'], type: ['start'] }, process };
    assert.equal(engine.match(agent).length, 1);
    const registry = { path: 'HKLM\\Software\\Run\\x', data: { strings: ['x', 'evil.exe'] } };
    assert.equal(
      engine.match({ ...host('windows'), event: { category: ['registry'], type: ['change'] }, registry })
        .length,
      1,
    );
    assert.equal(
      engine.match({ Channel: 'Microsoft-Windows-Sysmon/Operational', EventID: 1, process }).length,
      0,
    );
  });
});
