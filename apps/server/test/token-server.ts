// SPDX-License-Identifier: Apache-2.0
import { createServer } from 'node:http';
import type { TestContext } from 'node:test';

export interface TokenServer {
  readonly url: string;
  readonly introspectionUrl: string;
  /** What was asked, newest last. */
  readonly asked: Record<string, string>[];
  /** Every token given so far is worth nothing from now on. */
  revoke(): void;
  /** Refuses everything, in these words. */
  refuse(error: string | null): void;
}

/** A small authorization server: gives tokens for one client and one mailbox, and tells a mail server what they are. */
export async function aTokenServer(t: TestContext, user: string): Promise<TokenServer> {
  const asked: Record<string, string>[] = [];
  let valid = new Set<string>();
  let refusal: string | null = null;
  let refreshToken = 'refresh-0';
  let count = 0;
  const answer = (path: string, form: Record<string, string>): [number, object] => {
    if (path === '/introspect') {
      return [200, valid.has(form['token'] ?? '') ? { active: true, email: user } : { active: false }];
    }
    asked.push(form);
    const isKnown =
      form['client_id'] === 'belfry' &&
      (form['grant_type'] === 'client_credentials'
        ? form['client_secret'] === 's3cret'
        : form['refresh_token'] === refreshToken);
    if (refusal !== null || !isKnown) {
      return [400, { error: refusal ?? 'invalid_grant', error_description: 'no\r\nA1 LOGIN x y' }];
    }
    count += 1;
    const token = `token-${count}`;
    valid.add(token);
    if (form['grant_type'] === 'client_credentials') {
      return [200, { access_token: token, token_type: 'Bearer', expires_in: 3600 }];
    }
    refreshToken = `refresh-${count}`;
    return [
      200,
      { access_token: token, token_type: 'Bearer', expires_in: '3600', refresh_token: refreshToken },
    ];
  };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const [status, said] = answer(request.url ?? '', Object.fromEntries(new URLSearchParams(body)));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(said));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  const base = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  return {
    url: `${base}/token`,
    introspectionUrl: `${base}/introspect`,
    asked,
    revoke: () => {
      valid = new Set();
    },
    refuse: (error) => {
      refusal = error;
    },
  };
}
