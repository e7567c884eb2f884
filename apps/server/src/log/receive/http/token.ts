// SPDX-License-Identifier: Apache-2.0

/** What a request shows to say who it is: nothing, something we do not understand, or a token. */
export type Shown = { readonly token: string } | 'nothing' | 'not understood';

const TOKEN_CHARACTERS_MAX = 512;

/**
 * The token in `Authorization`, in whatever way the client can carry one: Bearer (OpenTelemetry), Splunk (HEC), ApiKey
 * (Beats: base64 of `id:key`, of which the key counts) or Basic (the password counts; rsyslog, journald by its URL).
 * Never from the query: addresses end up in the logs of every proxy.
 */
export function shownToken(authorization: string | undefined): Shown {
  if (authorization === undefined || authorization.trim() === '') return 'nothing';
  const [, scheme = '', value = ''] = /^(\S+)\s+(\S+)\s*$/.exec(authorization) ?? [];
  const token = tokenIn(scheme.toLowerCase(), value);
  return token === '' || token.length > TOKEN_CHARACTERS_MAX ? 'not understood' : { token };
}

function tokenIn(scheme: string, value: string): string {
  switch (scheme) {
    case 'bearer':
    case 'splunk':
      return value;
    case 'apikey':
      return afterColon(value) ?? value;
    case 'basic':
      return afterColon(value) ?? '';
    default:
      return '';
  }
}

function afterColon(base64: string): string | null {
  const text = Buffer.from(base64, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon === -1 ? null : text.slice(colon + 1);
}
