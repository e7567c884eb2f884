// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it, type TestContext } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';
import { refusesWith } from '../../test/refuses-with.ts';

const imap = {
  host: 'imap.example.org',
  port: 993,
  security: 'tls',
  user: 'incidents',
  authentication: 'password',
} as const;
const fields = {
  name: 'Incidents',
  address: 'incidents@example.org',
  purpose: 'incidents',
  language: 'en',
} as const;

async function aDesk(t: TestContext) {
  const desk = await openTestDesk(t);
  return { desk, api: (await desk.as('administrator')).api };
}

describe('mailboxHandlers()', () => {
  it('addMailbox() keeps what was said, and tells the record without any secret', async (t) => {
    const { api, desk } = await aDesk(t);
    const body = { ...fields, way: 'imap', isActive: false, imap, secrets: { password: 'geheim!' } } as const;
    const added = await api.addMailbox({ body });
    assert.deepEqual(added.secretsSet, ['password']);
    assert.deepEqual(added.state, {
      checkedAt: null,
      lastError: null,
      receivedCount: 0,
      lastReceivedAt: null,
    });
    await assert.rejects(
      () => api.addMailbox({ body: { ...body, address: 'INCIDENTS@example.org' } }),
      refusesWith('mailbox.address_taken'),
    );
    const { items } = await api.listMailboxes();
    assert.deepEqual(items, [added]);
    const { items: history } = await api.listHistory({ query: { kind: 'mailbox.added' } });
    assert.equal(history[0]?.subject.reference, 'incidents@example.org');
    const rows = await desk.query('SELECT canonical FROM outbox');
    assert.ok(!JSON.stringify(rows).includes('geheim!'));
  });

  // Danger: whoever may change mailboxes lets a password they cannot read be sent to a server of theirs.
  it('changeMailbox() and testMailbox() use no kept secret for another server', async (t) => {
    const { api } = await aDesk(t);
    const { id } = await api.addMailbox({
      body: { ...fields, way: 'imap', isActive: false, imap, secrets: { password: 'geheim!' } },
    });
    const elsewhere = { ...imap, host: '127.0.0.1', port: 1, security: 'none' } as const;
    await assert.rejects(
      () => api.changeMailbox({ params: { id }, body: { imap: elsewhere } }),
      refusesWith('request.not_valid'),
    );
    await assert.rejects(
      () => api.testMailbox({ body: { imap: elsewhere, mailbox: id } }),
      refusesWith('request.not_valid'),
    );
    const renamed = await api.changeMailbox({
      params: { id },
      body: { name: 'Reports', imap: { ...imap, folder: 'Reports' } },
    });
    assert.deepEqual(
      renamed.secretsSet,
      ['password'],
      'another folder of the same server is no other server',
    );
  });

  it('changeMailbox() switches off, and refuses what is no mailbox', async (t) => {
    const { api } = await aDesk(t);
    const { id } = await api.addMailbox({ body: { ...fields, way: 'smtp' } });
    const off = await api.changeMailbox({ params: { id }, body: { isActive: false } });
    assert.equal(off.isActive, false);
    await assert.rejects(
      () => api.changeMailbox({ params: { id }, body: { imap } }),
      refusesWith('request.not_valid'),
    );
    await assert.rejects(
      () => api.changeMailbox({ params: { id: '00000000-0000-4000-8000-000000000000' }, body: {} }),
      refusesWith('mailbox.not_found'),
    );
    await assert.rejects(
      () => api.addMailbox({ body: { ...fields, address: 'a+b@example.org', way: 'smtp' } }),
      refusesWith('request.not_valid'),
    );
  });

  // Danger: who keeps the mailboxes makes triage the reader of what was written to confidential handlers.
  it('changeMailbox() lets no mail change its readers with the purpose of its mailbox', async (t) => {
    const { api, desk } = await aDesk(t);
    const secretly = { ...fields, purpose: 'whistleblowing', way: 'smtp' } as const;
    const { id } = await api.addMailbox({ body: secretly });
    const turn = (purpose: 'incidents' | 'vulnerabilities' | 'whistleblowing') =>
      api.changeMailbox({ params: { id }, body: { purpose } });
    assert.equal((await turn('incidents')).purpose, 'incidents', 'nobody wrote there yet');
    assert.equal((await turn('whistleblowing')).purpose, 'whistleblowing');
    await desk.query(
      `INSERT INTO incoming_mail (id, mailbox_id, received_at, raw_sha256, raw_bytes, whole_bytes, envelope_from, peer, state)
       VALUES (gen_random_uuid(), $1, now(), repeat('a', 64), 1, 1, 'rik@example.com', '{}', 'set_aside')`,
      [id],
    );
    await assert.rejects(() => turn('incidents'), refusesWith('request.not_valid'));
    // Danger: the list of mailboxes tells that somebody blew the whistle, and when.
    const [listed] = (await api.listMailboxes()).items;
    assert.deepEqual([listed?.state.receivedCount, listed?.state.lastReceivedAt], [0, null]);
    assert.equal((await turn('whistleblowing')).purpose, 'whistleblowing');
    const other = await api.addMailbox({ body: { ...fields, address: 'other@example.org', way: 'smtp' } });
    const lent = { params: { id: other.id }, body: { purpose: 'vulnerabilities' } } as const;
    assert.equal((await api.changeMailbox(lent)).purpose, 'vulnerabilities');
  });

  it('testMailbox() says in words what does not work', async (t) => {
    const { api } = await aDesk(t);
    const nobody = { ...imap, host: '127.0.0.1', port: 1, security: 'none' } as const;
    const tried = await api.testMailbox({ body: { imap: nobody, secrets: { password: 'x' } } });
    assert.equal(tried.works, false);
    assert.match(tried.detail, /nothing listens/);
  });

  // Danger: whoever keeps the mailboxes reads with the eyes of the desk what only the desk reaches.
  it('testMailbox() quotes nothing of an answer that is none of a token endpoint', async (t) => {
    const { api } = await aDesk(t);
    const other = createServer((_request, response) => response.end('geheim: admin'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    t.after(() => new Promise((resolve) => other.close(resolve)));
    const { port } = other.address() as AddressInfo;
    const oauth2 = {
      ...imap,
      authentication: 'oauth2',
      tokenUrl: `http://127.0.0.1:${port}/`,
      clientId: 'x',
    } as const;
    const tried = await api.testMailbox({ body: { imap: oauth2, secrets: { clientSecret: 'y' } } });
    assert.deepEqual([tried.works, tried.detail], [false, 'The token endpoint answers no JSON']);
  });
});
