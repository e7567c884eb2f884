// SPDX-License-Identifier: Apache-2.0
import { existsSync, statfsSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { createTransport } from 'nodemailer';
import type { Configuration } from '../platform/configuration/configuration.ts';
import { openCluster } from '../platform/database/cluster.ts';
import type { ClusterLog } from '../platform/database/cluster-postmaster.ts';
import { examineDatabase } from './doctor-database.ts';
import { examineDkim } from './doctor-dkim.ts';
import { type Finding, note, ok, problem } from './doctor-finding.ts';
import { examineLog } from './doctor-log.ts';

export type { Finding } from './doctor-finding.ts';

const FREE_BYTES_MIN = 2 * 1024 ** 3;
const FREE_SHARE_MIN = 0.05;
const MAIL_WAIT_MS_MAX = 5_000;

/** Looks at everything the desk stands on and changes nothing; works beside a running server. */
export async function examine(configuration: Configuration, log: ClusterLog): Promise<Finding[]> {
  const findings = [examineNode()];
  if (!existsSync(configuration.dataDir)) {
    const text = `"${configuration.dataDir}" does not exist`;
    return [
      ...findings,
      problem('data directory', text, 'Name the right one with --data, or start Belfry once'),
    ];
  }
  findings.push(examineDirectory(configuration.dataDir), ...(await examineKeys(configuration.dataDir)));
  findings.push(examineDisk(configuration.dataDir));
  findings.push(...(await openAndExamineDatabase(configuration, log)));
  findings.push(examineAddress(configuration), await examineMail(configuration));
  findings.push(...(await examineDkim(configuration)), ...(await examineLog(configuration)));
  return findings;
}

function examineNode(): Finding {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= 26) return ok('Node', `version ${process.versions.node}`);
  return problem(
    'Node',
    `version ${process.versions.node} is older than 26`,
    'Start with "npm start" or "npx belfry"',
  );
}

function examineDirectory(dataDir: string): Finding {
  const { mode, uid } = statSync(dataDir);
  const subject = 'data directory';
  const self = process.getuid?.() ?? uid;
  if (uid !== self && self !== 0) {
    return problem(subject, `"${dataDir}" belongs to user number ${uid}, not ${self}`, 'Run as that user');
  }
  if ((mode & 0o022) !== 0) {
    return problem(subject, `others may write to "${dataDir}"`, `Run "chmod go-w '${dataDir}'"`);
  }
  return ok(subject, dataDir);
}

async function examineKeys(dataDir: string): Promise<Finding[]> {
  const keysDir = path.join(dataDir, 'keys');
  if (!existsSync(keysDir)) {
    return [problem('keys', `"${keysDir}" is missing`, 'Put it back from a backup, or start Belfry once')];
  }
  const open = [];
  for (const name of ['.', ...(await readdir(keysDir, { recursive: true }))]) {
    const entry = statSync(path.join(keysDir, name));
    if ((entry.mode & 0o077) !== 0) open.push(path.join(keysDir, name));
  }
  if (open.length === 0) return [ok('keys', 'readable by their owner only')];
  return open.map((name) => problem('keys', `others may read "${name}"`, `Run "chmod go= '${name}'"`));
}

function examineDisk(dataDir: string): Finding {
  const { bavail, blocks, bsize } = statfsSync(dataDir);
  const free = bavail * bsize;
  const share = bavail / blocks;
  const text = `${(free / 1024 ** 3).toFixed(1)} GiB free (${Math.floor(share * 100)} %)`;
  if (free >= FREE_BYTES_MIN && share >= FREE_SHARE_MIN) return ok('disk', text);
  const wanted = `less than ${FREE_BYTES_MIN / 1024 ** 3} GiB or ${FREE_SHARE_MIN * 100} %`;
  return problem('disk', `${text}: ${wanted}`, 'Make room, or move the data directory to a larger disk');
}

async function openAndExamineDatabase(configuration: Configuration, log: ClusterLog): Promise<Finding[]> {
  const { dataDir, databaseUrl } = configuration;
  if (databaseUrl === null && !existsSync(path.join(dataDir, 'postgres'))) {
    const text = `"${path.join(dataDir, 'postgres')}" is missing`;
    return [problem('PostgreSQL', text, 'Start Belfry once, or restore a backup')];
  }
  try {
    const cluster = await openCluster({ dataDir, mode: 'guest', databaseUrl, log });
    try {
      return await examineDatabase(cluster, path.join(dataDir, 'files'), databaseUrl === null);
    } finally {
      await cluster.stop();
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return [problem('PostgreSQL', text, 'Do what the message says and run "belfry doctor" again')];
  }
}

function examineAddress({ publicUrl, host, trustProxy }: Configuration): Finding {
  const subject = 'public address';
  const isLoopback = ['127.0.0.1', '::1', 'localhost'].includes(host);
  if (publicUrl === null) {
    if (isLoopback) return ok(subject, 'this machine only');
    return problem(
      subject,
      `listens on ${host} and BELFRY_PUBLIC_URL is not set`,
      'Set it to the https address that people use',
    );
  }
  const { protocol, hostname } = new URL(publicUrl);
  if (protocol !== 'https:' && hostname !== 'localhost') {
    // Browsers offer passkeys and keep `__Host-` cookies over https only.
    return problem(
      subject,
      `${publicUrl} is not https`,
      'Put a proxy with a certificate in front and set the https address',
    );
  }
  if (protocol === 'https:' && trustProxy.length === 0) {
    const text = `${publicUrl} is https, so a proxy stands in front, and BELFRY_TRUST_PROXY is off`;
    return problem(
      subject,
      text,
      "Set it to the proxy's address, or rate limits count everybody as the proxy",
    );
  }
  return ok(subject, publicUrl);
}

async function examineMail({ smtpUrl, mailFrom }: Configuration): Promise<Finding> {
  if (smtpUrl === null) {
    return note(
      'mail',
      'BELFRY_SMTP_URL is not set, so nothing is mailed',
      'Set it, for example smtps://name:password@mail.example.org',
    );
  }
  const transport = createTransport(smtpUrl, {});
  try {
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        () => reject(new Error(`no answer in ${MAIL_WAIT_MS_MAX / 1000} s`)),
        MAIL_WAIT_MS_MAX,
      );
    });
    await Promise.race([transport.verify(), tooLate]).finally(() => clearTimeout(timer));
    return ok(
      'mail',
      `${new URL(smtpUrl).host} accepts us${mailFrom === null ? '' : `, sender ${mailFrom}`}`,
    );
  } catch (error) {
    const text = `${new URL(smtpUrl).host}: ${error instanceof Error ? error.message : String(error)}`;
    return problem('mail', text, 'Check name, port and password in BELFRY_SMTP_URL');
  } finally {
    transport.close();
  }
}
