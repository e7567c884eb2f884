// SPDX-License-Identifier: Apache-2.0
import { readFile, stat } from 'node:fs/promises';
import type { SecureContextOptions, TlsOptions, Server as TlsServer } from 'node:tls';
import { createSecureContext } from 'node:tls';
import type { Configuration } from '../../../platform/configuration/configuration.ts';
import type { LogHouse } from '../../house.ts';
import { logLimits } from '../../log-limits.ts';
import { again } from '../again.ts';

type Files = Pick<Configuration, 'logCertificate' | 'logClientCaFile'>;

/** @returns null without a certificate: then there is no TLS to be had. */
export async function tlsOptions(files: Files): Promise<TlsOptions | null> {
  if (files.logCertificate === null) return null;
  return {
    ...(await readMaterial(files)),
    minVersion: 'TLSv1.2',
    // A certificate is always asked for, because a source may be known by its fingerprint; it is demanded only where
    // authorities are named.
    requestCert: true,
    rejectUnauthorized: files.logClientCaFile !== null,
    handshakeTimeout: logLimits.handshakeMsMax,
  };
}

/** Follows the files: a renewed certificate serves from the next connection on, a broken one changes nothing. */
export function followCertificate(
  server: TlsServer,
  files: Files,
  house: Pick<LogHouse, 'logger'>,
  signal: AbortSignal,
  lookMs: number = logLimits.stream.certificateLookMs,
): void {
  let seen: string | null = null;
  const look = async () => {
    try {
      const now = await lookOf(files);
      if (seen !== null && now !== seen) {
        const material = await readMaterial(files);
        // Throws on a certificate that does not belong to its key, before anything is replaced.
        createSecureContext(material);
        server.setSecureContext(material);
        house.logger.info('Read the certificate of the log receivers again');
      }
      seen = now;
    } catch (error) {
      house.logger.error(
        { err: error },
        'Cannot read the certificate of the log receivers again: going on with the one before',
      );
    }
  };
  void look().then(() => again(lookMs, signal, look));
}

async function readMaterial(files: Files): Promise<SecureContextOptions> {
  const read = (file: string | null) => (file === null ? undefined : readFile(file));
  const [cert, key, ca] = await Promise.all([
    read(files.logCertificate?.cert ?? null),
    read(files.logCertificate?.key ?? null),
    read(files.logClientCaFile),
  ]);
  return { ...(cert && { cert }), ...(key && { key }), ...(ca && { ca }) };
}

async function lookOf(files: Files): Promise<string> {
  const { cert, key } = files.logCertificate ?? {};
  const names = [cert, key, files.logClientCaFile].filter((name) => typeof name === 'string');
  const looks = await Promise.all(names.map((name) => stat(name)));
  return looks.map(({ ino, mtimeMs, size }) => `${ino} ${mtimeMs} ${size}`).join('\n');
}
