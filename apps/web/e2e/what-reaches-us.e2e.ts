// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { button, inspect, openBrowser, twoVariants, visit } from './browser.ts';

const browser = openBrowser();

describe('what reaches us', () => {
  it('somebody answers the profile step by step, sees what follows, and finds nothing to change a year on', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['dpo']);
    await page.getByRole('link', { name: 'Answer what decides which laws reach us' }).click();
    await page.getByText('Nobody has answered yet').waitFor();
    await inspect(page, 'profile-first');
    const standing = page.getByRole('region', { name: 'Which regimes reach you' });
    await standing.getByText(/^2 reach you/).waitFor();
    // The state stands in the settings already; the class decides on NIS2.
    await page
      .getByRole('radiogroup', { name: /essential or an important entity/ })
      .getByLabel('Essential entity')
      .check();
    await standing.getByRole('link', { name: 'NIS2 Belgium' }).waitFor();
    await page.getByLabel('None of these').check();
    await page.getByRole('button', { name: /^Finance/ }).click();
    await page
      .getByRole('radiogroup', { name: /financial entity under DORA/ })
      .getByLabel('No', { exact: true })
      .check();
    assert.equal(await page.getByText('Which kind of financial entity are you?').count(), 0);
    await page.getByRole('button', { name: /^Personal data/ }).click();
    await page
      .getByRole('radiogroup', { name: /why and how personal data/ })
      .getByLabel('Yes')
      .check();
    assert.match(page.url(), /step=data/);
    await page.getByLabel(/^Why/).fill('Read with the lawyer');
    await inspect(page, 'profile-answering', twoVariants);
    await button(page, 'Keep the answers').click();
    await page.getByText('To be looked at again by').waitFor();
    const versions = page.getByRole('region', { name: 'Versions' });
    await versions.getByText('Read with the lawyer').waitFor();
    await button(page, 'Looked at, nothing changed').click();
    await versions.getByText('Looked at: nothing changed.').waitFor();
    await inspect(page, 'profile-kept', twoVariants);
    const { api } = await desk.as('dpo');
    const { standing: kept, version } = await api.readProfile();
    assert.equal(version?.answers['org.nis2_class'], 'essential');
    // A trust service has 24 hours where others have 72: "none of these" reaches the rules as a no, never as not known.
    assert.deepEqual(version?.answers['org.nis2_entity_types'], ['none']);
    assert.deepEqual(
      kept.regimes
        .filter(({ truth }) => truth === 'yes')
        .map(({ regimeId }) => regimeId)
        .includes('gdpr'),
      true,
    );
    await page.goto(`${desk.address}/`);
    await page.getByRole('heading', { name: 'Today' }).waitFor();
    assert.equal(await page.getByText('Answer what decides which laws reach us').count(), 0);
    assert.deepEqual(refused, []);
  });

  it('the law is shown with its limits in words, and what is unverified says so', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['department_representative']);
    await page.goto(`${desk.address}/regimes`);
    await page.getByRole('link', { name: 'NIS2 Belgium' }).waitFor();
    await inspect(page, 'regimes');
    await page.getByRole('link', { name: 'NIS2 Belgium' }).click();
    await page.getByText('24 hours after awareness that the incident is significant').first().waitFor();
    await inspect(page, 'regime');
    await page.goto(`${desk.address}/regimes/nis2-lv`);
    await page.getByText('unverified', { exact: true }).first().waitFor();
    await page.goto(`${desk.address}/regimes/no-such`);
    await page.getByText('There is no such regime today.').waitFor();
    assert.deepEqual(refused, []);
  });

  it('an authority is completed, verified, and chosen for a regime', async (t) => {
    const { desk, page, refused } = await visit(t, browser(), ['dpo']);
    await page.goto(`${desk.address}/authorities`);
    const bank = page.getByRole('listitem').filter({ hasText: 'Nationale Bank' });
    await bank.getByText(/^No address/).waitFor();
    await inspect(page, 'authorities');
    await bank.getByRole('button', { name: /^Change: / }).click();
    await page.getByLabel(/^Address of its form/).fill('https://onegate.example');
    await inspect(page, 'authority-dialog', twoVariants);
    await button(page, 'Save').click();
    await bank.getByText('https://onegate.example').waitFor();
    await bank.getByRole('button', { name: /^It is right/ }).click();
    await bank.getByText(/^Verified by Bea Handler/).waitFor();
    await page.getByRole('link', { name: 'Who gets the notices' }).click();
    const dora = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'DORA' }) });
    await dora.getByText(/Choose the one that is yours/).waitFor();
    await inspect(page, 'authority-choices');
    await dora.getByRole('button', { name: /^Choose another authority/ }).click();
    await page.getByRole('combobox', { name: 'Authority' }).fill('Nationale Bank');
    await page.getByRole('option', { name: /Nationale Bank/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Choose', exact: true }).click();
    await dora.getByText('chosen here').waitFor();
    const choices = (await (await desk.as('dpo')).api.listAuthorityChoices()).items;
    assert.equal(choices.find(({ regimeId }) => regimeId === 'dora')?.authority?.code, 'be-nbb');
    assert.deepEqual(refused, []);
  });
});
