// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTestDesk } from '../../test/desk.ts';

describe('files of an incident', () => {
  it('a file is received, listed and served as a download', async (t) => {
    const desk = await openTestDesk(t);
    const handler = await desk.as('handler');
    const { reference } = await handler.api.declareIncident({ body: { title: 'Macro' } });
    const url = `/api/v1/incidents/${reference}/attachments`;
    const boundary = 'x-belfry';
    const answer = await handler.inject({
      method: 'POST',
      url,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: `--${boundary}\r\ncontent-disposition: form-data; name="f"; filename="<b>.html"\r\ncontent-type: text/html\r\n\r\n<script>1</script>\r\n--${boundary}--\r\n`,
    });
    assert.equal(answer.statusCode, 201, answer.body);
    const [item] = answer.json().items;
    const download = await handler.inject({ method: 'GET', url: `${url}/${item.id}` });
    assert.equal(download.statusCode, 200);
    assert.match(String(download.headers['content-disposition']), /^attachment/);
    assert.equal(download.body, '<script>1</script>');
    const page = await handler.api.readIncident({ params: { reference } });
    assert.equal(page.attachments[0]?.sha256, item.sha256);
    const elsewhere = await handler.api.declareIncident({ body: { title: 'Other' } });
    const wrong = await handler.inject({
      method: 'GET',
      url: `/api/v1/incidents/${elsewhere.reference}/attachments/${item.id}`,
    });
    assert.equal(wrong.statusCode, 404);
  });
});
