// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createEngine } from './engine.ts';
import { holds } from './evaluate.ts';
import { anyText, fieldAt, fieldsOfEvent, setBeside } from './event.ts';
import { routeOfEvent } from './logsource.ts';
import type { Route } from './route.ts';
import { readRules } from './rule.ts';

describe('fieldsOfEvent()', () => {
  it('leaves flat events as they are, and takes what is no object as its text', () => {
    const flat = { EventID: 1 };
    assert.equal(fieldsOfEvent(flat), flat);
    assert.deepEqual(
      [fieldsOfEvent('x'), fieldsOfEvent(null), fieldsOfEvent([1])],
      [{ message: 'x' }, { message: 'null' }, { message: '[1]' }],
    );
  });

  it('lifts evtx: attributes joined, blanks stripped, UserData opened', () => {
    const fields = fieldsOfEvent({
      Event: {
        System: {
          Provider: { '#attributes': { Name: 'P' } },
          EventID: { '#attributes': { Qualifiers: 1 }, '#text': 5858 },
          Channel: 'C',
        },
        EventData: {
          '#attributes': { Name: 'x' },
          'Threat Name': 'T',
          Data: [{ '#attributes': { Name: 'N' }, '#text': 'v' }, 'bare', { '@Name': 'M', Value: 1 }],
        },
        UserData: { Operation_ClientFailure: { '#attributes': { xmlns: 'u' }, Operation: 'O' }, Plain: 'p' },
      },
    });
    assert.deepEqual(
      { ...fields },
      {
        Provider_Name: 'P',
        EventID_Qualifiers: 1,
        EventID: 5858,
        Channel: 'C',
        ThreatName: 'T',
        N: 'v',
        Data_1: 'bare',
        M: 1,
        Operation: 'O',
        Plain: 'p',
      },
    );
  });

  it('lifts Beats', () => {
    const fields = fieldsOfEvent({
      '@timestamp': 't',
      winlog: { channel: 'C', event_id: '1', event_data: { Image: 'I' }, api: 'x' },
    });
    assert.deepEqual({ ...fields }, { '@timestamp': 't', Channel: 'C', EventID: '1', Image: 'I' });
  });

  // Danger: an event names a member every object has, and changes what all of them are.
  it('takes __proto__ and constructor as names', () => {
    const fields = fieldsOfEvent(
      JSON.parse('{"Event":{"System":{"__proto__":{"polluted":1}},"EventData":{"constructor":"c"}}}'),
    );
    assert.equal(fields['constructor'], 'c');
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
    assert.equal(fieldAt({}, 'constructor.name'), undefined);
  });

  // Danger: an event nested a thousand times ends the process.
  it('stops looking where nobody writes anything', () => {
    let deep: unknown = 'evil';
    for (let level = 0; level < 5_000; level += 1) deep = { a: deep };
    assert.equal(
      anyText({ deep }, (text) => text === 'evil'),
      false,
    );
    assert.equal(fieldAt({ a: deep }, Array(40).fill('a').join('.')), undefined);
    assert.equal(
      anyText({ a: [true, 5, null] }, (text) => text === '5'),
      true,
    );
  });
});

describe('setBeside()', () => {
  const route: Route = {
    product: null,
    services: [],
    categories: ['authentication'],
    aliases: [['who', 'user']],
  };
  const { rules } = readRules(
    [
      'title: A\nlogsource: {category: authentication}\ndetection: {s: {who: jan}, condition: s}',
      'title: B\nlogsource: {service: sshd}\ndetection: {k: [failure], condition: k}',
      'title: C\nlogsource: {service: sshd}\ndetection: {k: [Failed], condition: k}',
    ].join('\n---\n'),
  );

  // Danger: words that whoever took an event in wrote beside it are found as if they had been sent.
  it('adds where an event comes from, and keeps keywords to what was sent', () => {
    const fields: Record<string, unknown> = { program: 'sshd', message: 'Failed password' };
    setBeside(fields, { route, sentNames: 2 });
    Object.assign(fields, { user: 'jan', outcome: 'failure' });
    assert.deepEqual(
      createEngine(rules)
        .match(fields)
        .map(({ title }) => title),
      ['A', 'C'],
    );
    assert.deepEqual(routeOfEvent(fields).services, ['syslog', 'sshd', 'auth']);
    assert.equal(routeOfEvent(fields), routeOfEvent(fields), 'the same object for all from there');
    for (const { expression, title } of rules)
      assert.equal(holds(expression, fields, routeOfEvent(fields)), title !== 'B', title);
  });
});
