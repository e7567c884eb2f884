// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAbout, routeOfEvent } from './logsource.ts';
import { windowsCategories, windowsChannels } from './logsource-windows.ts';

describe('routeOfEvent()', () => {
  it('knows Windows by channel and event', () => {
    const sysmon = { Channel: 'Microsoft-Windows-Sysmon/Operational' };
    assert.deepEqual(routeOfEvent({ ...sysmon, EventID: '1' }).categories, ['process_creation']);
    assert.deepEqual(routeOfEvent({ ...sysmon, EventID: 12, EventType: 'DeleteValue' }).categories, [
      'registry_event',
      'registry_delete',
    ]);
    assert.deepEqual(routeOfEvent({ ...sysmon, EventID: 12, EventType: 'constructor' }).categories, [
      'registry_event',
    ]);
    const created = routeOfEvent({ Channel: 'Security', EventID: 4688 });
    assert.deepEqual([created.services, created.categories], [['security'], ['process_creation']]);
    assert.ok(created.aliases.some(([rule, event]) => rule === 'Image' && event === 'NewProcessName'));
    assert.deepEqual(routeOfEvent({ Channel: 'Some/Other', EventID: 1 }).services, []);
  });

  it('knows Linux by program, clouds by what only they write, and admits the rest', () => {
    assert.deepEqual(routeOfEvent({ program: 'sshd', message: '' }).services, ['syslog', 'sshd', 'auth']);
    assert.deepEqual(routeOfEvent({ program: 'unknown[5]' }).services, ['syslog']);
    assert.equal(routeOfEvent({ eventSource: 'iam.amazonaws.com' }).product, 'aws');
    assert.deepEqual(routeOfEvent({ 'c-uri': '/' }).categories, ['proxy']);
    assert.deepEqual(routeOfEvent({ type: 'EXECVE', audit_id: 5 }).services, ['auditd']);
    assert.equal(routeOfEvent({}).product, null);
  });

  it('isAbout() asks each part a rule names', () => {
    const route = routeOfEvent({ Channel: 'Security', EventID: 4688 });
    assert.ok(isAbout({ category: 'process_creation', product: 'windows', service: null }, route));
    assert.ok(!isAbout({ category: 'process_creation', product: 'linux', service: null }, route));
    assert.ok(!isAbout({ category: null, product: 'windows', service: 'sysmon' }, route));
  });

  it('windowsChannels and windowsCategories agree', () => {
    const services = new Set(Object.values(windowsChannels));
    for (const service of Object.keys(windowsCategories)) assert.ok(services.has(service), service);
    assert.ok(Object.keys(windowsChannels).every((channel) => channel === channel.toLowerCase()));
  });
});
