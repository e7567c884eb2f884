// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { safeNext, url, urls } from './urls.ts';

describe('urls', () => {
  it('leave out what was not chosen', () => {
    assert.equal(urls.incidents({ status: 'open', severity: undefined, q: '' }), '/incidents?status=open');
    assert.equal(urls.triage(), '/triage');
    assert.equal(url('/history', { order: null, actor: false }), '/history');
  });

  it('escape what people wrote', () => {
    assert.equal(urls.search('a&b=c #1 é'), '/search?q=a%26b%3Dc+%231+%C3%A9');
    assert.equal(urls.report('../people'), '/reports/..%2Fpeople');
  });

  it('keep the view and the order of a timeline', () => {
    assert.equal(
      urls.incident('INC-2026-0042', { view: 'account', order: 'desc' }),
      '/incidents/INC-2026-0042?view=account&order=desc',
    );
  });

  it('never lead to another site after signing in', () => {
    // An address in a link is written by anybody: it must not carry somebody away with a fresh session.
    for (const hostile of [
      '//evil.example',
      'https://evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '',
    ]) {
      assert.equal(safeNext(hostile), '/');
    }
    assert.equal(safeNext(undefined), '/');
    assert.equal(safeNext('/incidents/INC-2026-0001?view=account'), '/incidents/INC-2026-0001?view=account');
  });
});
