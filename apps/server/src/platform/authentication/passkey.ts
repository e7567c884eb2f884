// SPDX-License-Identifier: Apache-2.0
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';

/** Three hundred modules of certificates: read when somebody shows a passkey, and not while the desk starts. */
const webauthn = () => import('@simplewebauthn/server');

/** The address a passkey is bound to: a look-alike site gets no answer from the browser. */
export interface PasskeySite {
  readonly publicUrl: string;
  readonly organisation: string;
}

export interface Passkey {
  readonly credentialId: string;
  readonly publicKey: string;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly isBackedUp: boolean;
}

/** Ed25519, ES256 and RS256 (COSE identifiers): every passkey in use, and nothing still experimental in the runtime. */
const algorithms = [-8, -7, -257];

interface Asked {
  readonly options: Record<string, unknown>;
  readonly challenge: string;
}

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'));
const siteOf = (site: Pick<PasskeySite, 'publicUrl'>) => {
  const url = new URL(site.publicUrl);
  return { expectedOrigin: url.origin, expectedRPID: url.hostname };
};

/** The user handle is the person's identifier: it names nobody to who finds the authenticator. */
function userHandleOf(personId: string): string {
  return Buffer.from(personId).toString('base64url');
}

/** Asks for a new passkey: discoverable, so that nobody types an address, and with the person verified by the device. */
export async function askForNewPasskey(
  site: PasskeySite,
  person: { id: string; name: string; email: string },
  known: readonly string[],
): Promise<Asked> {
  const { generateRegistrationOptions } = await webauthn();
  const options = await generateRegistrationOptions({
    rpName: site.organisation,
    rpID: new URL(site.publicUrl).hostname,
    userName: person.email,
    userID: new Uint8Array(Buffer.from(person.id)),
    userDisplayName: person.name,
    attestationType: 'none',
    supportedAlgorithmIDs: algorithms,
    excludeCredentials: known.map((id) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return { options: { ...options }, challenge: options.challenge };
}

/** @returns null when the answer does not fit the question, the site or the demand for user verification */
export async function readNewPasskey(
  site: Pick<PasskeySite, 'publicUrl'>,
  challenge: string,
  answer: unknown,
): Promise<Passkey | null> {
  const response = answer as RegistrationResponseJSON;
  const { verifyRegistrationResponse } = await webauthn();
  const verified = await unlessRefused(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: challenge,
      ...siteOf(site),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    }),
  );
  if (verified?.registrationInfo === undefined) {
    return null;
  }
  const { credential, credentialBackedUp } = verified.registrationInfo;
  return {
    credentialId: credential.id,
    publicKey: Buffer.from(credential.publicKey).toString('base64url'),
    counter: credential.counter,
    transports: (credential.transports ?? []).filter((name) => /^[a-z-]{1,20}$/.test(name)),
    isBackedUp: credentialBackedUp,
  };
}

/** Asks for any passkey of this site: the person picks one, the server learns who from its answer. */
export async function askForPasskey(site: Pick<PasskeySite, 'publicUrl'>): Promise<Asked> {
  const { generateAuthenticationOptions } = await webauthn();
  const options = await generateAuthenticationOptions({
    rpID: new URL(site.publicUrl).hostname,
    userVerification: 'required',
  });
  return { options: { ...options }, challenge: options.challenge };
}

/**
 * Asks one person for one of their own passkeys, with a challenge that is not random alone: what it is made of says
 * what the answer was given for.
 */
export async function askForOwnPasskey(
  site: Pick<PasskeySite, 'publicUrl'>,
  challenge: Uint8Array<ArrayBuffer>,
  own: readonly Pick<Passkey, 'credentialId'>[],
): Promise<Asked> {
  const { generateAuthenticationOptions } = await webauthn();
  const options = await generateAuthenticationOptions({
    rpID: new URL(site.publicUrl).hostname,
    userVerification: 'required',
    challenge,
    allowCredentials: own.map(({ credentialId }) => ({ id: credentialId })),
  });
  return { options: { ...options }, challenge: options.challenge };
}

/**
 * Checks a proof. A signature counter that does not grow means a copied authenticator and is refused.
 *
 * @returns the new counter, or null when the proof does not hold
 */
export async function readPasskeyProof(
  site: Pick<PasskeySite, 'publicUrl'>,
  challenge: string,
  answer: unknown,
  passkey: Passkey & { readonly personId: string },
): Promise<number | null> {
  const response = answer as AuthenticationResponseJSON;
  const { userHandle } = response.response;
  if (userHandle !== undefined && userHandle !== userHandleOf(passkey.personId)) {
    return null;
  }
  const { verifyAuthenticationResponse } = await webauthn();
  const verified = await unlessRefused(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      ...siteOf(site),
      credential: {
        id: passkey.credentialId,
        publicKey: bytes(passkey.publicKey),
        counter: passkey.counter,
        transports: [...passkey.transports],
      },
      requireUserVerification: true,
    }),
  );
  return verified?.verified === true ? verified.authenticationInfo.newCounter : null;
}

/** The library throws for an answer that does not hold; whatever it says, who sent the answer may not come in. */
async function unlessRefused<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}
