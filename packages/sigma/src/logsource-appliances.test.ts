// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isAbout, routeOfEvent } from './logsource.ts';
import { applianceRoute } from './logsource-appliances.ts';
import { programRoute, runtimeRoute } from './logsource-programs.ts';

describe('applianceRoute()', () => {
  for (const [expected, message] of [
    ['cisco aaa', '%SYS-5-CONFIG_I: Configured from console by jan'],
    ['cisco bgp', '%BGP-3-NOTIFICATION: sent to neighbor'],
    ['cisco asa', '%ASA-6-302013: Built inbound TCP connection'],
    ['cisco syslog', '%LINK-3-UPDOWN: Interface down'],
    ['huawei bgp', '%%01BGP/3/BGP_AUTH_FAILED(l): x'],
    ['paloalto traffic', '1,2026/11/21 17:12:36,001,TRAFFIC,end,2305'],
  ] as const) {
    it(`knows ${expected}`, () => {
      const route = applianceRoute({ message });
      assert.deepEqual([route?.product, route?.services[0]], expected.split(' '));
    });
  }

  it('knows firewalls, proxies and scanners by the vendor they name', () => {
    const of = (DeviceVendor: string, DeviceProduct = '', more = {}) =>
      applianceRoute({ DeviceVendor, DeviceProduct, ...more });
    assert.deepEqual(of('Check Point', 'VPN-1')?.categories, ['firewall']);
    assert.deepEqual(of('Zscaler', 'NSSWeblog')?.categories, ['proxy']);
    assert.deepEqual(of('Kaspersky')?.categories, ['antivirus']);
    assert.deepEqual(of('Palo Alto Networks', 'PAN-OS', { cat: 'TRAFFIC' })?.services, ['traffic']);
    assert.equal(of('Nobody'), null);
  });

  // Danger: words of a prose line send it to rules that look for single words in the logs of a router.
  it('takes no other line for one of an appliance', () => {
    for (const message of ['100% done', '%s', '%a-1-b', '% ASA-6-1', '1,2,3', '2026/11/21 x', ''])
      assert.equal(applianceRoute({ message }), null, message);
  });
});

describe('programRoute()', () => {
  it('knows programs however their name is written', () => {
    for (const name of ['sshd', 'sshd[12]', '/usr/sbin/sshd'])
      assert.deepEqual(programRoute(name).services, ['syslog', 'sshd', 'auth']);
    assert.deepEqual(programRoute('postfix/smtpd').services, ['syslog']);
    for (const name of ['constructor', '__proto__', '', '/', '['])
      assert.equal(programRoute(name), programRoute('other'));
  });

  it('lets a runtime be what runs in it, too', () => {
    const route = routeOfEvent({ program: 'gunicorn' });
    for (const product of ['linux', 'python', 'django', 'sql'])
      assert.ok(isAbout({ category: 'application', product, service: null }, route), product);
    assert.ok(!isAbout({ category: 'application', product: 'jvm', service: null }, route));
    assert.equal(runtimeRoute('java')?.product, 'jvm');
    assert.equal(runtimeRoute('constructor'), null);
  });
});
