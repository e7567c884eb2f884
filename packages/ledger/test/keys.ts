// SPDX-License-Identifier: Apache-2.0
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import {
  type CheckSignature,
  ed25519Signer,
  ed25519Verifier,
  formatVkey,
  parseVkey,
  signatureTypes,
} from '../src/index.ts';
import { held } from './held.ts';

/** A fresh key pair, with the platform's own signatures. */
export function keys(algorithm: 'ed25519' | 'ml-dsa-44') {
  const pair = generateKeyPairSync(algorithm as 'ed25519');
  const der = pair.publicKey.export({ format: 'der', type: 'spki' });
  const size = algorithm === 'ed25519' ? 32 : 1_312;
  const header = der.subarray(0, der.length - size);
  const check: CheckSignature = (publicKey, message, signature) => {
    const key: KeyObject = createPublicKey({
      key: Buffer.concat([header, publicKey]),
      format: 'der',
      type: 'spki',
    });
    return verify(null, message, key, signature);
  };
  const make = (message: Uint8Array) =>
    new Uint8Array(
      sign(null, message, createPrivateKey(pair.privateKey.export({ format: 'pem', type: 'pkcs8' }))),
    );
  return { publicKey: new Uint8Array(der.subarray(der.length - size)), check, make };
}

export const origin = 'log.example.org/desk/2026';
export const log = keys('ed25519');
export const logSigner = ed25519Signer(origin, log.publicKey, log.make);
export const logVerifier = ed25519Verifier(
  held(parseVkey(formatVkey({ name: origin, type: signatureTypes.ed25519, publicKey: log.publicKey }))),
  log.check,
);
