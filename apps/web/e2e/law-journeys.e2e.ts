// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { aMovingClock } from '../../server/test/law.ts';
import { openBrowser, visit } from './browser.ts';
import { aLawJourney, anAuthority, look } from './law-journey.ts';

const browser = openBrowser();

const bank = {
  'org.member_states': ['BE'],
  'org.is_dora_entity': true,
  'org.dora_entity_types': ['credit_institution'],
};

describe('a bank’s outage over a long weekend', () => {
  // Good Friday 2027 to the Saturday that is Labour Day; summer time begins in between.
  it('no hour of Easter is given, a delay is told before it is one, and the final report may wait for Monday', async (t) => {
    const clock = aMovingClock('2027-03-26T19:30:00Z');
    const { desk, page, refused } = await visit(t, browser(), ['dpo'], { clock });
    const walk = await aLawJourney(desk, page, clock, { profile: bank, title: 'Payments are down' });
    await anAuthority(desk, 'dora', 'financial');
    await walk.moment('awareness', '2027-03-26T19:00:00Z');
    await walk.answer({
      'inc.hits_critical_functions': true,
      'inc.clients_affected_count': 120_000,
      'inc.downtime_minutes': 150,
      'inc.intermediate_report_will_be_late': false,
      'inc.hits_clients_financial_interests': true,
    });
    await walk.at('2027-03-26T20:00:00Z');
    await walk.decide('dora.major');
    await walk.decide('dora.significant_threat', false);
    // Four hours from the classification come before a day from awareness; a bank has no weekend.
    assert.equal((await walk.owed('dora.initial')).dueAt, '2027-03-27T00:00:00.000Z');
    await look(page, `${desk.address}/incidents/${walk.reference}`);
    const owed = page.getByRole('region', { name: /^What we owe \(/ });
    const initial = owed.getByRole('row', { name: /DORA/ }).filter({ hasText: '4 h 0 min left' });
    await initial.getByText('27 Mar 2027, 01:00').waitFor();
    await initial.getByText('27 Mar 2027, 00:00').waitFor();

    await walk.at('2027-03-26T22:30:00Z');
    await walk.file('dora', 'initial');
    assert.equal((await walk.owed('dora.initial')).state, 'met');
    const intermediate = await walk.owed('dora.intermediate');
    assert.equal(intermediate.dueAt, '2027-03-29T22:30:00.000Z');
    assert.equal((await walk.owed('dora.delay_of_intermediate')).state, 'not_owed');

    // Nobody will have the figures on Easter Monday: the authority hears so before the limit passes.
    await walk.at('2027-03-29T10:00:00Z');
    await walk.answer({ 'inc.intermediate_report_will_be_late': true });
    const params = { obligation: intermediate.id ?? assert.fail() };
    await walk.api.explainLateness({ params, body: { text: 'The provider is closed over Easter' } });
    assert.equal((await walk.owed('dora.delay_of_intermediate')).state, 'running');
    const delay = await walk.file('dora', 'delay_of_intermediate');
    assert.ok(JSON.stringify(delay.content).includes('The provider is closed over Easter'));
    assert.equal((await walk.owed('dora.delay_of_intermediate')).state, 'met');

    await walk.at('2027-03-30T08:00:00Z');
    await walk.file('dora', 'intermediate');
    const late = await walk.owed('dora.intermediate');
    assert.equal(late.state, 'met_late');
    assert.equal(late.isReasonMissing, false);
    assert.equal((await walk.owed('dora.final')).dueAt, '2027-04-30T08:00:00.000Z');

    await walk.at('2027-04-01T08:00:00Z');
    await walk.moment('recovery', '2027-04-01T07:00:00Z');
    assert.ok((await walk.owed('dora.intermediate_update')).isWithoutUndueDelay);
    await walk.file('dora', 'intermediate_update');
    // A month after the latest: the first of May is a Saturday, and final reports may wait, those of banks too.
    const final = await walk.owed('dora.final');
    assert.equal(final.dueAt, '2027-05-03T10:00:00.000Z');
    assert.equal(final.dueBeforeShiftAt, '2027-05-01T08:00:00.000Z');
    await look(page, `${desk.address}/obligations?group=timed`);
    await page.getByText('3 May 2027, 12:00').first().waitFor();
    await page.getByText('Moved by a day off').first().waitFor();
    await walk.at('2027-05-03T09:00:00Z');
    await walk.file('dora', 'final');
    assert.equal((await walk.owed('dora.final')).state, 'met');
    assert.deepEqual(refused, []);
  });

  it('classified a day late, awareness decides; another kind of entity waits until noon of Tuesday', async (t) => {
    const clock = aMovingClock('2027-03-22T09:00:00Z');
    const { desk, page } = await visit(t, browser(), ['dpo'], { clock });
    const first = await aLawJourney(desk, page, clock, { profile: bank, title: 'Cards are refused' });
    await first.moment('awareness', '2027-03-22T09:00:00Z');
    await first.at('2027-03-23T07:00:00Z');
    await first.decide('dora.major');
    assert.equal((await first.owed('dora.initial')).dueAt, '2027-03-23T09:00:00.000Z');
    await first.at('2027-03-26T19:30:00Z');
    const profile = { ...bank, 'org.dora_entity_types': ['other'] };
    const second = await aLawJourney(desk, page, clock, { profile, title: 'Claims cannot be filed' });
    await second.moment('awareness', '2027-03-26T19:00:00Z');
    await second.at('2027-03-26T20:00:00Z');
    await second.decide('dora.major');
    const initial = await second.owed('dora.initial');
    assert.deepEqual(
      [initial.dueAt, initial.dueBeforeShiftAt],
      ['2027-03-30T10:00:00.000Z', '2027-03-27T00:00:00.000Z'],
    );
  });
});

describe('an exploited vulnerability in a product', () => {
  it('goes to the one platform that reaches both, and the last report counts from the fix', async (t) => {
    const clock = aMovingClock('2026-11-20T09:30:00Z');
    const { desk, page, refused } = await visit(t, browser(), ['dpo'], { clock });
    const profile = { 'org.member_states': ['BE'], 'org.makes_digital_products': true };
    const walk = await aLawJourney(desk, page, clock, { profile, title: 'The gateway is exploited' });
    await walk.answer({
      'inc.product_vulnerability_exploited': true,
      'inc.product_protection_hurt': false,
      'inc.product_carries_malicious_code': false,
    });
    await walk.moment('awareness_of_vulnerability', '2026-11-20T09:00:00Z');
    await walk.decide('cra.exploited_vulnerability');
    await walk.decide('cra.severe_incident', false);
    assert.equal((await walk.owed('cra.v_early_warning')).dueAt, '2026-11-21T09:00:00.000Z');
    assert.equal((await walk.owed('cra.v_notification')).dueAt, '2026-11-23T09:00:00.000Z');
    assert.equal((await walk.owed('cra.i_early_warning')).state, 'not_owed');
    // Months may pass without a fix: until there is one, nothing counts.
    assert.equal((await walk.owed('cra.v_final')).state, 'waiting');
    await look(page, `${desk.address}/incidents/${walk.reference}`);
    const owed = page.getByRole('region', { name: /^What we owe \(/ });
    await owed.getByText('21 Nov 2026, 10:00').waitFor();

    await walk.at('2026-11-20T20:00:00Z');
    const warned = await walk.file('cra', 'v_early_warning');
    assert.match(warned.authority?.name ?? '', /single reporting platform/);
    await walk.file('cra', 'v_notification');
    await walk.tell('users', 'cra.v_users');
    for (const stage of ['v_early_warning', 'v_notification', 'v_users']) {
      assert.equal((await walk.owed(`cra.${stage}`)).state, 'met', stage);
    }
    await walk.at('2026-12-20T10:00:00Z');
    await walk.moment('fix_availability', '2026-12-20T09:00:00Z');
    const final = await walk.owed('cra.v_final');
    assert.equal(final.dueAt, '2027-01-03T09:00:00.000Z');
    assert.deepEqual(final.startedBy?.names, ['fix_availability']);
    await look(page, `${desk.address}/incidents/${walk.reference}`);
    await owed.getByText('3 Jan 2027, 10:00').waitFor();
    await owed.getByText(/13 days 23 h left/).waitFor();
    await walk.at('2027-01-02T10:00:00Z');
    await walk.file('cra', 'v_final');
    assert.equal((await walk.owed('cra.v_final')).state, 'met');
    assert.deepEqual(refused, []);
  });
});

describe('a Finnish authority’s outage', () => {
  it('is told to its supervisor from detection, and to users when it begins and when it is over', async (t) => {
    const clock = aMovingClock('2026-11-20T09:30:00Z');
    const { desk, page, refused } = await visit(t, browser(), ['dpo'], { clock });
    await desk.query(`UPDATE organisation SET country = 'FI', time_zone = 'Europe/Helsinki'`);
    const profile = {
      'org.member_states': ['FI'],
      'org.nis2_class': 'important',
      'org.is_public_authority': true,
    };
    const walk = await aLawJourney(desk, page, clock, { profile, title: 'The register of permits is down' });
    await anAuthority(desk, 'nis2-fi', 'nis2_supervisor');
    await walk.answer({
      'inc.severe_disruption': true,
      'inc.data_sets_unavailable': true,
      'inc.public_service_breaks': true,
      'inc.service_recipients_likely_affected': false,
      'inc.significant_threat_to_recipients': false,
    });
    await walk.moment('detection', '2026-11-20T06:00:00Z');
    await walk.moment('awareness', '2026-11-20T09:00:00Z');
    await walk.decide('nis2-fi.significant');
    await walk.decide('fi-906-13a.disturbance');
    await walk.decide('fi-306-4.break');
    // Finland counts from detection, three hours before anybody was certain.
    const warning = await walk.owed('nis2-fi.early_warning');
    assert.equal(warning.dueAt, '2026-11-21T06:00:00.000Z');
    assert.deepEqual(warning.startedBy?.names, ['detection']);
    assert.equal((await walk.owed('fi-906-13a.users_end')).state, 'waiting');
    await look(page, `${desk.address}/incidents/${walk.reference}`);
    const owed = page.getByRole('region', { name: /^What we owe \(/ });
    await owed.getByText('21 Nov 2026, 08:00').waitFor();
    await owed.getByText('21 Nov 2026, 06:00').waitFor();

    await walk.at('2026-11-20T10:00:00Z');
    await walk.file('nis2-fi', 'early_warning');
    await walk.tell('data_set_users', 'fi-906-13a.users');
    await walk.tell('public', 'fi-306-4.public');
    assert.equal((await walk.owed('fi-906-13a.users')).state, 'met');
    assert.equal((await walk.owed('fi-306-4.public')).state, 'met');
    await walk.at('2026-11-20T16:00:00Z');
    await walk.moment('end_of_disturbance', '2026-11-20T15:00:00Z');
    const over = await walk.owed('fi-906-13a.users_end');
    assert.deepEqual([over.state, over.isWithoutUndueDelay], ['running', true]);
    await walk.tell('data_set_users', 'fi-906-13a.users_end');
    assert.equal((await walk.owed('fi-906-13a.users_end')).state, 'met');
    // The evidence of section 306/2019 was never read by us, and the screen says so.
    await look(page, `${desk.address}/incidents/${walk.reference}`);
    await owed.getByText(/^Met \(/).click();
    await owed.locator('details[open]').getByText('unverified').first().waitFor();
    assert.deepEqual(refused, []);
  });
});
