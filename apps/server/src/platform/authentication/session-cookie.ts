// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';
import { isSecret } from './secret.ts';

/**
 * Under https the `__Host-` prefix binds the cookie to this very host: no neighbour domain can plant one. Plain
 * http exists on loopback only, where browsers refuse that prefix.
 */
const SECURE_NAME = '__Host-belfry';
const LOOPBACK_NAME = 'belfry-session';

function sessionCookieName(isHttps: boolean): string {
  return isHttps ? SECURE_NAME : LOOPBACK_NAME;
}

/** The value of one cookie, or null. */
export function cookieValue(header: string | undefined, name: string): string | null {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) {
      return part.slice(at + 1).trim();
    }
  }
  return null;
}

/** The session secret a browser sent, or null when there is none of the right form. */
export function sessionSecret(header: string | undefined, isHttps: boolean): string | null {
  const value = cookieValue(header, sessionCookieName(isHttps));
  return value !== null && isSecret(value) ? value : null;
}

export function setCookie(
  name: string,
  value: string,
  options: { isHttps: boolean; ageMsMax: number },
): string {
  const age = Math.floor(options.ageMsMax / 1_000);
  return `${name}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${options.isHttps ? '; Secure' : ''}`;
}

export function setSessionCookie(secret: string, isHttps: boolean): string {
  return setCookie(sessionCookieName(isHttps), secret, { isHttps, ageMsMax: limits.sessionAgeMsMax });
}

export function dropSessionCookie(isHttps: boolean): string {
  return setCookie(sessionCookieName(isHttps), '', { isHttps, ageMsMax: 0 });
}
