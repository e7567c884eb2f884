// SPDX-License-Identifier: Apache-2.0
import { createHash, X509Certificate } from 'node:crypto';
import * as asn1 from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  IssuerAndSerialNumber,
  MessageImprint,
  SignedData,
  TimeStampReq,
  TimeStampResp,
  TSTInfo,
} from 'pkijs';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** Why an answer of an authority is not taken. */
export type TimeStampRefused =
  | 'garbage'
  | 'not_granted'
  | 'wrong_imprint'
  | 'wrong_nonce'
  | 'not_for_time_stamps'
  | 'signature_wrong'
  | 'not_trusted';

/** A time-stamp as it states itself. */
export interface ReadTimeStamp {
  /** RFC 3339. */
  readonly at: string;
  /** Common name of the certificate that signed it, or its whole subject. */
  readonly authority: string;
}

/** What was asked, to compare the answer with. */
export interface TimeStampAsked {
  readonly der: Buffer;
  /** The text whose digest was sent. */
  readonly text: Buffer;
  readonly nonce: Buffer;
}

const digestOf = (text: Uint8Array) => createHash('sha256').update(text).digest();
const exactly = (bytes: Uint8Array) => new Uint8Array(bytes).buffer;

/**
 * The request for a time-stamp over a text (RFC 3161 section 2.4.1), with the certificate in the answer: without it
 * nobody could check the answer in ten years.
 *
 * @param nonce random bytes; what comes back has to carry them
 */
export function askTimeStamp(text: Buffer, nonce: Buffer): TimeStampAsked {
  const imprint = new MessageImprint({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256, algorithmParams: new asn1.Null() }),
    hashedMessage: new asn1.OctetString({ valueHex: exactly(digestOf(text)) }),
  });
  // DER writes a positive integer in as few bytes as it needs: the first bits keep it positive and in full length.
  const positive = Buffer.from(nonce);
  positive[0] = ((positive[0] ?? 0) & 0x3f) | 0x40;
  const request = new TimeStampReq({
    version: 1,
    messageImprint: imprint,
    nonce: new asn1.Integer({ valueHex: exactly(positive) }),
    certReq: true,
  });
  return { der: Buffer.from(request.toSchema().toBER(false)), text, nonce: positive };
}

interface Opened {
  readonly info: TSTInfo;
  readonly signed: SignedData;
  readonly signer: Certificate | null;
}

/** Takes an answer apart; what an authority sends is hostile until it is checked. */
function open(response: Uint8Array): Opened | { readonly refused: TimeStampRefused } {
  try {
    const { status, timeStampToken } = TimeStampResp.fromBER(exactly(response));
    if ((status.status as number) > 1) return { refused: 'not_granted' };
    if (timeStampToken === undefined) return { refused: 'garbage' };
    const signed = new SignedData({ schema: timeStampToken.content });
    const content = signed.encapContentInfo.eContent;
    if (content === undefined || signed.signerInfos.length !== 1) return { refused: 'garbage' };
    const info = TSTInfo.fromBER(exactly(Buffer.from(content.getValue())));
    return { info, signed, signer: signerOf(signed) };
  } catch {
    return { refused: 'garbage' };
  }
}

/** The one certificate whose issuer and serial number the signature names: with two, each check could mean another. */
function signerOf(signed: SignedData): Certificate | null {
  const sid: unknown = signed.signerInfos[0]?.sid;
  if (!(sid instanceof IssuerAndSerialNumber)) return null;
  const certificates = (signed.certificates ?? []).filter((each) => each instanceof Certificate);
  const named = certificates.filter(
    ({ issuer, serialNumber }) => serialNumber.isEqual(sid.serialNumber) && issuer.isEqual(sid.issuer),
  );
  return named.length === 1 ? (named[0] ?? null) : null;
}

function shown(opened: Opened): ReadTimeStamp {
  const names = opened.signer?.subject.typesAndValues ?? [];
  const commonName = names.find(({ type }) => type === '2.5.4.3') ?? names.at(-1);
  const authority: unknown = commonName?.value.valueBlock.value;
  return {
    at: opened.info.genTime.toISOString(),
    authority: typeof authority === 'string' ? authority : '',
  };
}

/** Reads a time-stamp that was checked when it came. */
export function readTimeStamp(response: Uint8Array): ReadTimeStamp | { readonly refused: TimeStampRefused } {
  const opened = open(response);
  return 'refused' in opened ? opened : shown(opened);
}

/**
 * Checks an answer (RFC 3161 section 2.4.2): granted, over our digest, to our question, signed by a certificate that is
 * meant for time-stamps and, where authorities are given, comes from one of them.
 */
export async function checkTimeStamp(
  response: Uint8Array,
  asked: TimeStampAsked,
  trusted: readonly X509Certificate[] | 'any',
): Promise<ReadTimeStamp | { readonly refused: TimeStampRefused }> {
  const opened = open(response);
  if ('refused' in opened) return opened;
  const { info, signed, signer } = opened;
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const imprint = Buffer.from(hashedMessage.valueBlock.valueHexView);
  if (hashAlgorithm.algorithmId !== SHA256 || !imprint.equals(digestOf(asked.text)))
    return { refused: 'wrong_imprint' };
  const nonce = info.nonce === undefined ? null : Buffer.from(info.nonce.valueBlock.valueHexView);
  if (nonce === null || !nonce.equals(asked.nonce)) return { refused: 'wrong_nonce' };
  if (signer === null) return { refused: 'garbage' };
  try {
    const certificate = new X509Certificate(Buffer.from(signer.toSchema().toBER(false)));
    if (certificate.keyUsage?.includes(TIME_STAMPING) !== true) return { refused: 'not_for_time_stamps' };
    if (!(await isSigned(signed, asked.text))) return { refused: 'signature_wrong' };
    const isFromTrusted = trusted === 'any' || leadsTo(certificate, signed, trusted, info.genTime);
    return isFromTrusted ? shown(opened) : { refused: 'not_trusted' };
  } catch {
    // A certificate among them that cannot be read.
    return { refused: 'garbage' };
  }
}

async function isSigned(signed: SignedData, text: Buffer): Promise<boolean> {
  try {
    return await signed.verify({ signer: 0, data: exactly(text) });
  } catch {
    return false;
  }
}

const CHAIN_MAX = 8;

/** Whether a certificate comes from one that is trusted, through those that came along, each valid at that moment. */
function leadsTo(
  signer: X509Certificate,
  signed: SignedData,
  trusted: readonly X509Certificate[],
  at: Date,
): boolean {
  const given = (signed.certificates ?? []).flatMap((each) =>
    each instanceof Certificate ? [new X509Certificate(Buffer.from(each.toSchema().toBER(false)))] : [],
  );
  let current = signer;
  for (let step = 0; step < CHAIN_MAX; step += 1) {
    const isValid = new Date(current.validFrom) <= at && at <= new Date(current.validTo);
    if (!isValid) return false;
    const issued = (by: X509Certificate) => current.checkIssued(by) && current.verify(by.publicKey);
    if (trusted.some((each) => each.raw.equals(current.raw) || issued(each))) return true;
    const next = given.find((each) => each.ca && issued(each) && !each.raw.equals(current.raw));
    if (next === undefined) return false;
    current = next;
  }
  return false;
}
