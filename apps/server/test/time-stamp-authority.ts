// SPDX-License-Identifier: Apache-2.0
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';

const run = promisify(execFile);

const CONFIGURATION = `
[tsa]
default_tsa = tsa1
[tsa1]
dir = .
serial = tsa-serial
signer_cert = tsa.pem
signer_key = tsa.key
certs = ca.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_alg = sha256
[ext]
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
basicConstraints = CA:FALSE
[plain]
keyUsage = critical,digitalSignature
basicConstraints = CA:FALSE
`;

/** Answers a request in a way of its own; null lets the authority answer. */
export type AnswerOtherwise = (
  request: Buffer,
  response: ServerResponse,
) => Promise<Buffer | null> | Buffer | null;

export interface TestAuthority {
  readonly url: string;
  /** Certificate of its authority, PEM; a path for openssl. */
  readonly caFile: string;
  readonly directory: string;
  /** Requests it had. */
  readonly asked: Buffer[];
  /** How it behaves from now on. */
  behave(answer: AnswerOtherwise): void;
  /** The answer of the real `openssl ts`. */
  answer(request: Buffer): Promise<Buffer>;
}

/** A time-stamping authority: a few lines of HTTP before the real `openssl ts -reply`, with keys of its own. */
export async function startTestAuthority(t: TestContext): Promise<TestAuthority> {
  const directory = await mkdtemp(path.join(tmpdir(), 'belfry-tsa-'));
  t.after(() => rm(directory, { recursive: true, force: true, maxRetries: 10 }));
  const openssl = (...given: string[]) => run('openssl', given, { cwd: directory });
  await writeFile(path.join(directory, 'tsa.cnf'), CONFIGURATION);
  await writeFile(path.join(directory, 'tsa-serial'), '01\n');
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await openssl(
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
    '-days',
    '30',
    '-subj',
    '/O=Test/CN=Test root',
  );
  await openssl('req', ...key, '-keyout', 'tsa.key', '-out', 'tsa.csr', '-subj', '/O=Test/CN=Test authority');
  await openssl(
    'x509',
    '-req',
    '-in',
    'tsa.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '30',
    '-extfile',
    'tsa.cnf',
    '-extensions',
    'ext',
    '-out',
    'tsa.pem',
  );
  const asked: Buffer[] = [];
  let otherwise: AnswerOtherwise = () => null;
  const answer = async (request: Buffer) => {
    const name = path.join(directory, `${asked.length}-${process.hrtime.bigint()}`);
    await writeFile(`${name}.tsq`, request);
    await openssl('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', `${name}.tsq`, '-out', `${name}.tsr`);
    return await readFile(`${name}.tsr`);
  };
  const server = createServer((incoming, response) => {
    const pieces: Buffer[] = [];
    incoming.on('data', (piece: Buffer) => pieces.push(piece));
    incoming.on('end', () => {
      const request = Buffer.concat(pieces);
      asked.push(request);
      void (async () => {
        const given = (await otherwise(request, response)) ?? (await answer(request));
        if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/timestamp-reply' });
        if (!response.writableEnded) response.end(given);
      })();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    ...{ asked, directory, answer },
    url: `http://127.0.0.1:${port}/`,
    caFile: path.join(directory, 'ca.pem'),
    behave: (given) => {
      otherwise = given;
    },
  };
}
