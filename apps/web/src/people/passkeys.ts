// SPDX-License-Identifier: Apache-2.0
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser';
import { type CallOf, client } from '../api.ts';

export type PasskeyMade = CallOf<'addPasskey'>['body'];
export type PasskeyProof = CallOf<'signInWithPasskey'>['body'];

interface Asked {
  readonly ceremony: string;
  readonly options: unknown;
}

/** The person closed the prompt, or the device has no passkey for this desk: nothing is broken. */
export class PasskeyStopped extends Error {
  constructor(cause: unknown) {
    super('The passkey prompt ended without an answer', { cause });
    this.name = 'PasskeyStopped';
  }
}

/** Whether this browser can ask for passkeys; it cannot on an address that is neither https nor this machine. */
export const canPasskey = browserSupportsWebAuthn;

export async function makePasskey(asked: Asked, name?: string): Promise<PasskeyMade> {
  const optionsJSON = asked.options as PublicKeyCredentialCreationOptionsJSON;
  try {
    const answer = await startRegistration({ optionsJSON });
    return { ceremony: asked.ceremony, ...(name === undefined ? {} : { name }), answer: asPlain(answer) };
  } catch (error) {
    throw new PasskeyStopped(error);
  }
}

export async function provePasskey(): Promise<PasskeyProof> {
  const asked = await client.askPasskey();
  const options = asked.options as unknown as PublicKeyCredentialRequestOptionsJSON;
  return { ceremony: asked.ceremony, answer: await answerPasskey(options) };
}

/** Has the person answer one question with a passkey. */
export async function answerPasskey(
  optionsJSON: PublicKeyCredentialRequestOptionsJSON,
): Promise<PasskeyProof['answer']> {
  try {
    return asPlain(await startAuthentication({ optionsJSON }));
  } catch (error) {
    throw new PasskeyStopped(error);
  }
}

/** The browser's answer as JSON carries it; its shape is the standard's, checked on the server. */
function asPlain<Shape>(answer: object): Shape {
  return JSON.parse(JSON.stringify(answer)) as Shape;
}
