// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { limits, mapping } from '@belfry/contract';
import { kindOf, kinds } from './kinds.ts';
import { isMapped, type MappedAlert, mapPayload } from './mapping.ts';
import { valueAt } from './payload.ts';

function mappedOf(body: string | Uint8Array, given: Parameters<typeof mapPayload>[1]): MappedAlert[] {
  return mapPayload(body, given).map((alert) => {
    assert.ok(isMapped(alert), JSON.stringify(alert));
    return alert;
  });
}
const problemsOf = (body: string | Uint8Array, given: Parameters<typeof mapPayload>[1]) =>
  mapPayload(body, given).map((alert) => (isMapped(alert) ? null : alert.problem));
const generic = kindOf('generic').mapping;
const aMapping = (fields: object) => mapping.parse({ title: ['{/title}'], ...fields });

describe('ready-made mappings', () => {
  for (const { kind, mapping: made, sample } of kinds) {
    it(`${kind} reads the payload its maker documents`, () => {
      const [first] = mappedOf(sample, made);
      assert.ok(first !== undefined && first.occurredAt !== null && first.externalId !== null);
      assert.ok(!/[{}]\/|undefined|null/.test(first.summary), first.summary);
      assert.notEqual(first.groupKey, '');
    });
  }

  it('alertmanager tells each alert of a group apart, what is over too', () => {
    const { mapping: made, sample } = kindOf('alertmanager');
    const [one, two] = mappedOf(sample, made);
    assert.equal(one?.summary, '412 failed sign-ins on vpn1 in five minutes');
    assert.deepEqual([one?.state, two?.state], ['firing', 'resolved']);
    assert.deepEqual([one?.severity, one?.pointer, two?.pointer], ['critical', '/alerts/0', '/alerts/1']);
    assert.equal(one?.groupKey, two?.groupKey);
    assert.equal(one?.occurredAt?.toISOString(), '2026-11-21T13:58:07.412Z');
    assert.deepEqual(one?.facts[0], { name: 'host', value: 'vpn1.example.org:9100' });
  });

  it('wazuh reads a zone without a colon and a level as a severity', () => {
    const { mapping: made, sample } = kindOf('wazuh');
    const [one] = mappedOf(sample, made);
    assert.equal(one?.occurredAt?.toISOString(), '2026-11-21T14:05:07.284Z');
    assert.equal(one?.severity, 'medium');
    assert.equal(mappedOf(sample.replace('"level": 10', '"level": 15'), made)[0]?.severity, 'critical');
  });

  it('defender reads a list of alerts under "value" and a single one alike', () => {
    const { mapping: made, sample } = kindOf('defender');
    const many = mappedOf(`{"value":[${sample},${sample}]}`, made);
    assert.deepEqual(
      many.map(({ pointer }) => pointer),
      ['/value/0', '/value/1'],
    );
    assert.equal(many[1]?.summary, mappedOf(sample, made)[0]?.summary);
  });

  it('cef reads escapes, a syslog header, and says which line is none', () => {
    const { mapping: made, sample } = kindOf('cef');
    const read = mapPayload(
      `${sample}\r\nno event\r\nCEF:0|a|b\\|c|1|7|na\\\\me|3|rt=1795269907000 externalId=1`,
      made,
    );
    assert.deepEqual(read.map(isMapped), [true, false, true]);
    const [one, , three] = read;
    assert.ok(one !== undefined && isMapped(one) && three !== undefined && isMapped(three));
    assert.equal(one.description, 'Blocked by list 7=critical');
    assert.equal(one.severity, 'important');
    assert.equal(three.summary, 'na\\me');
    assert.equal(three.facts.find(({ name }) => name === 'device')?.value, 'a b|c');
  });

  it('stix names what was seen, not only its identifier', () => {
    const { mapping: made, sample } = kindOf('stix');
    assert.equal(mappedOf(sample, made)[0]?.summary, 'Command server of a loader sighted by Example CSIRT');
    assert.deepEqual(problemsOf('{"type":"bundle","objects":[]}', made), ['The bundle has no sighting']);
  });

  it('splunk names the search by its run where it has no name', () => {
    const { mapping: made } = kindOf('splunk');
    assert.equal(mappedOf('{"search_name":null,"sid":"s1","result":{}}', made)[0]?.summary, 'Splunk: s1');
  });
});

describe('mapPayload()', () => {
  it('takes the first template whose pointers all find something', () => {
    const given = aMapping({ title: ['{/a}: {/b}', '{/b}', 'always'] });
    assert.equal(mappedOf('{"a":"x","b":"y"}', given)[0]?.summary, 'x: y');
    assert.equal(mappedOf('{"b":"y"}', given)[0]?.summary, 'y');
    assert.equal(mappedOf('{"a":"","b":null}', given)[0]?.summary, 'always');
  });

  it('looks in the whole payload where a pointer begins with a caret', () => {
    const given = aMapping({ each: '/list', title: ['{/n} of {^/name}'] });
    assert.deepEqual(
      mappedOf('{"name":"all","list":[{"n":1},{"n":2}]}', given).map(({ summary }) => summary),
      ['1 of all', '2 of all'],
    );
  });

  it('reads escaped pointers (RFC 6901 section 4), lists and numbers', () => {
    const given = aMapping({ title: ['{/a~1b/m~0n} {/list} {/n} {/yes}'] });
    assert.equal(
      mappedOf('{"a/b":{"m~n":"x"},"list":["p","q"],"n":0,"yes":false}', given)[0]?.summary,
      'x p, q 0 false',
    );
  });

  // Danger: a payload that names the prototype reads or changes what belongs to the program.
  it('takes __proto__, constructor and length for names like any other', () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
      assert.equal(valueAt({}, `/${name}`), undefined, name);
      assert.equal(valueAt([], `/${name}`), undefined, name);
      const body = `{"title":"t","${name}":{"title":"polluted","polluted":true}}`;
      assert.equal(mappedOf(body, aMapping({ title: [`{/${name}/title}`] }))[0]?.summary, 'polluted');
    }
    assert.equal(valueAt(['a'], '/length'), undefined);
    assert.equal(valueAt(['a'], '/00'), undefined);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    const words = aMapping({ severity: ['{/s}'], severityWords: { high: 'important' } });
    assert.equal(mappedOf('{"title":"t","s":"constructor"}', words)[0]?.severity, null);
  });

  // Danger: whatever a broken sender posts ends as an error, and its alert nowhere.
  it('gives at least one alert, mapped or not, for every hostile body', () => {
    const bodies: (string | Uint8Array)[] = [
      '',
      ' ',
      '{',
      'null',
      '[]',
      '42',
      '"x"',
      '{}',
      '[[]]',
      '{"title":{}}',
      '{"alerts":[]}',
      '{"alerts":{}}',
      '['.repeat(10_000),
      `${'{"a":'.repeat(40)}1${'}'.repeat(40)}`,
      new Uint8Array([0xff, 0xfe, 0]),
      '\0',
      'CEF:',
      'CEF:0|||||||',
      `CEF:0|${'\\'.repeat(1_000)}`,
      `{"objects":[null,1,{"type":"sighting","sighting_of_ref":null}]}`,
      `{"title":"${'x'.repeat(900_000)}"}`,
    ];
    for (const { mapping: made } of kinds) {
      for (const body of bodies) {
        const read = mapPayload(body, made);
        assert.ok(read.length >= 1);
        for (const alert of read) {
          if (isMapped(alert)) {
            assert.ok(
              alert.summary.length <= limits.summaryCharactersMax &&
                alert.groupKey.length <= limits.groupKeyCharactersMax,
            );
          } else {
            assert.notEqual(alert.problem, '');
          }
        }
      }
    }
  });

  it('makes text that PostgreSQL can hold of any text', () => {
    const [read] = mappedOf('{"title":"a\\u0000b\\ud800c"}', generic);
    assert.equal(read?.summary, 'a\uFFFDb\uFFFDc');
  });

  // Danger: a link of a sender that runs in the browser of whoever follows it.
  it('takes a link of the web only', () => {
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      'file:///etc/passwd',
      'https://',
      '//x',
      ' javascript:x',
    ]) {
      assert.equal(mappedOf(JSON.stringify({ title: 't', url }), generic)[0]?.link, null, url);
    }
    assert.equal(
      mappedOf('{"title":"t","url":"https://a.example/x"}', generic)[0]?.link,
      'https://a.example/x',
    );
  });

  it('tells of what is beyond the limit instead of leaving it out', () => {
    const many = JSON.stringify({
      alerts: Array.from({ length: 1_000 }, (_, n) => ({ labels: { alertname: `a${n}` } })),
    });
    const read = mapPayload(many, kindOf('alertmanager').mapping);
    assert.equal(read.length, limits.webhookOccurrencesPerCallMax + 1);
    const last = read.at(-1);
    assert.ok(last !== undefined && !isMapped(last) && /800 of 1000/.test(last.problem));
  });

  // Danger: a mebibyte of one long line that costs minutes.
  it('costs time in proportion to the body', () => {
    const wide = `CEF:0|a|b|c|d|e|1|${'a'.repeat(1_000_000)}`;
    const keys = `CEF:0|a|b|c|d|e|1|${'k=v '.repeat(250_000)}`;
    for (const body of [wide, keys, `{"title":"${'{/title}'.repeat(100_000)}"}`]) {
      assert.ok(mapPayload(body, kindOf(body.startsWith('CEF') ? 'cef' : 'generic').mapping).length === 1);
    }
  });

  it('reads seconds, milliseconds and RFC 3339, and no moment nobody can have meant', () => {
    const at = (occurredAt: unknown) =>
      mappedOf(JSON.stringify({ title: 't', occurredAt }), generic)[0]?.occurredAt?.toISOString() ?? null;
    assert.equal(at(1795269907), '2026-11-21T14:05:07.000Z');
    assert.equal(at('1795269907000'), '2026-11-21T14:05:07.000Z');
    assert.equal(at('2026-11-21T14:05:07.1234567+02:00'), '2026-11-21T12:05:07.123Z');
    for (const none of ['0001-01-01T00:00:00Z', 'yesterday', '', -1, '9'.repeat(14), {}]) {
      assert.equal(at(none), null, String(none));
    }
  });

  // A log line that is no alert has no ready-made kind: the generic mapping of plain JSON reads it once it is told where.
  it('reads real events of a monitoring system (skipped where the samples are absent)', async (t) => {
    const file = new URL(
      '../../../../../shared/data/elastic-examples/nginxplus_status_head.ndjson',
      import.meta.url,
    );
    const text = await readFile(file, 'utf8').catch(() => null);
    if (text === null) {
      return t.skip('no samples here');
    }
    const given = aMapping({
      title: ['nginx {/version} on {/address}', '{/@timestamp}', '{/nginx_version}'],
    });
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    assert.ok(lines.length > 0);
    for (const line of lines) {
      assert.equal(mapPayload(line, given).length, 1);
    }
    return undefined;
  });
});
