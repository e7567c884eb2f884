// SPDX-License-Identifier: Apache-2.0
import { Secret, TOTP } from 'otpauth';

/** RFC 6238 with what every authenticator app understands: SHA-1, six digits, thirty seconds. */
const form = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
const PERIOD_MS = form.period * 1_000;
/** RFC 4226 section 4 asks for 128 bits and recommends 160. */
const SECRET_BYTES = 20;

export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/**
 * The time step a code belongs to, or null when it is wrong. One step either way forgives a slow clock
 * (RFC 6238 section 5.2); a step that was used before, or lies before such a one, is wrong: a code counts once.
 */
export function totpStep(secret: string, code: string, now: Date, lastStep: number): number | null {
  const token = code.replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) {
    return null;
  }
  const timestamp = now.getTime();
  const delta = TOTP.validate({ ...form, secret: Secret.fromBase32(secret), token, timestamp, window: 1 });
  const step = delta === null ? null : Math.floor(timestamp / PERIOD_MS) + delta;
  return step !== null && step > lastStep ? step : null;
}

/** What an authenticator app reads: the otpauth URI, and the same as a picture. */
export async function totpInvitation(
  secret: string,
  organisation: string,
  email: string,
): Promise<{ uri: string; qr: string }> {
  const issuer = organisation.replaceAll(':', ' ');
  const uri = new TOTP({ ...form, issuer, label: email, secret: Secret.fromBase32(secret) }).toString();
  // It draws pictures of every kind, and brings what that takes: read for whoever adds an authenticator.
  const { default: qrcode } = await import('qrcode');
  const svg = await qrcode.toString(uri, { type: 'svg', margin: 4, errorCorrectionLevel: 'M' });
  return { uri, qr: `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}` };
}
