// SPDX-License-Identifier: Apache-2.0
import type * as openid from 'openid-client';
import type { Clock } from '../clock/clock.ts';

export interface SingleSignOnSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What must be remembered while somebody is away at the provider. */
export interface SingleSignOnTrip {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

export interface SomebodyKnown {
  readonly issuer: string;
  readonly subject: string;
  /** Null unless the provider says it has verified the address. */
  readonly verifiedEmail: string | null;
}

export interface SingleSignOn {
  /** Host of the provider, to show. */
  readonly name: string;
  isReachable(): Promise<boolean>;
  /** @returns where to send the browser, or null when the provider does not answer */
  begin(redirectUri: string): Promise<{ url: string; trip: SingleSignOnTrip } | null>;
  /** @returns null when the answer does not hold, for whatever reason */
  end(answerUrl: URL, trip: SingleSignOnTrip): Promise<SomebodyKnown | null>;
}

const DISCOVERY_SECONDS_MAX = 5;
const DISCOVERED_MS = 30_000;
const UNREACHABLE_MS = 15_000;

/** Read when a provider is asked: most desks have none. */
const client = () => import('openid-client');

/** OpenID Connect: authorization code with PKCE, state and nonce (OAuth 2.1, RFC 9700). */
export function createSingleSignOn(settings: SingleSignOnSettings, clock: Clock): SingleSignOn {
  const issuer = new URL(settings.issuer);
  let known: { configuration: openid.Configuration | null; until: number } | null = null;
  let asking: Promise<openid.Configuration | null> | null = null;

  const discover = async (): Promise<openid.Configuration | null> => {
    // A provider on plain http exists in tests and on loopback; configuration is the operator's word.
    const oidc = await client();
    const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [];
    try {
      return await oidc.discovery(
        issuer,
        settings.clientId,
        undefined,
        oidc.ClientSecretBasic(settings.clientSecret),
        {
          execute,
          timeout: DISCOVERY_SECONDS_MAX,
        },
      );
    } catch {
      return null;
    }
  };
  const configuration = async (): Promise<openid.Configuration | null> => {
    const now = clock.now().getTime();
    if (known !== null && known.until > now) {
      return known.configuration;
    }
    asking ??= discover().finally(() => {
      asking = null;
    });
    const found = await asking;
    known = { configuration: found, until: now + (found === null ? UNREACHABLE_MS : DISCOVERED_MS) };
    return found;
  };

  return {
    name: issuer.host,
    isReachable: async () => (await configuration()) !== null,
    async begin(redirectUri) {
      const found = await configuration();
      if (found === null) {
        return null;
      }
      const oidc = await client();
      const trip = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      };
      const url = oidc.buildAuthorizationUrl(found, {
        redirect_uri: redirectUri,
        scope: 'openid email profile',
        state: trip.state,
        nonce: trip.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(trip.verifier),
        code_challenge_method: 'S256',
      });
      return { url: url.href, trip };
    },
    async end(answerUrl, trip) {
      const found = await configuration();
      return found === null ? null : await readAnswer(found, answerUrl, trip);
    },
  };
}

async function readAnswer(
  configuration: openid.Configuration,
  answerUrl: URL,
  trip: SingleSignOnTrip,
): Promise<SomebodyKnown | null> {
  const oidc = await client();
  try {
    const tokens = await oidc.authorizationCodeGrant(configuration, answerUrl, {
      pkceCodeVerifier: trip.verifier,
      expectedState: trip.state,
      expectedNonce: trip.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) {
      return null;
    }
    const said =
      claims['email'] === undefined
        ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub)
        : claims;
    const email = said['email'];
    const isVerified = said['email_verified'] === true;
    return {
      issuer: claims.iss,
      subject: claims.sub,
      verifiedEmail: typeof email === 'string' && isVerified ? email : null,
    };
  } catch {
    // Wrong state, nonce, signature or code, or a provider that broke off: nobody comes in by it.
    return null;
  }
}
