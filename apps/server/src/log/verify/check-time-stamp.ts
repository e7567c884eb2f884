// SPDX-License-Identifier: Apache-2.0
import { createHash, verify, X509Certificate } from 'node:crypto';
import {
  areEqual,
  type CheckTimeStamp,
  type DerElement,
  derElements,
  hexOfBytes,
  isFault,
  type TimeStamp,
  type TimeStampCheck,
} from '@belfry/ledger';

const SEQUENCE = 0x30;
const SET = 0x31;
const CONTEXT_0 = 0xa0;
const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
const contentTypeOid = '2a864886f70d010903';
const messageDigestOid = '2a864886f70d010904';
const signingCertificateOid = '2a864886f70d010910020c';
const signingCertificateV2Oid = '2a864886f70d010910022f';
const tstInfoOid = '2a864886f70d0109100104';
const CHAIN_MAX = 8;

/** Digests a time-stamp may be signed with; SHA-1 is not one of them. */
const digests: Readonly<Record<string, string>> = {
  '608648016503040201': 'sha256',
  '608648016503040202': 'sha384',
  '608648016503040203': 'sha512',
};

/** Elements inside bytes of DER; none where they are no DER. */
function inside(bytes: Uint8Array | undefined): DerElement[] {
  const elements = bytes === undefined ? [] : derElements(bytes);
  return isFault(elements) ? [] : elements;
}

/** Algorithms of a signature as DER writes them whole, each with the digest it names; null: it names none. */
const signatureAlgorithms: ReadonlyMap<string, string | null> = new Map([
  ['300d06092a864886f70d0101010500', null],
  ...[...Object.values(digests).entries()].flatMap(([at, digest]): [string, string][] => [
    [`300d06092a864886f70d0101${['0b', '0c', '0d'][at]}0500`, digest],
    [`300a06082a8648ce3d0403${['02', '03', '04'][at]}`, digest],
  ]),
  ['300506032b6570', null],
]);

/** The algorithm lies outside of what is signed: where it names a digest, it is the one that was signed with. */
function isOfDigest(algorithm: DerElement | undefined, digest: string | undefined): boolean {
  const named = signatureAlgorithms.get(hexOfBytes(algorithm?.whole ?? new Uint8Array(0)));
  return named === null || (named !== undefined && named === digest);
}

/** Whether an algorithm is written as DER does, with its parameters NULL or left out. */
const isPlain = (element: DerElement | undefined): boolean => {
  const hex = hexOfBytes(element?.whole ?? new Uint8Array(0));
  return [`300d0609${oidOf(element)}0500`, `300b0609${oidOf(element)}`].includes(hex);
};

const oidOf = (element: DerElement | undefined) =>
  element === undefined ? '' : hexOfBytes(inside(element.content)[0]?.content ?? new Uint8Array(0));

interface Signed {
  readonly certificates: readonly X509Certificate[];
  readonly digest: string;
  /** The attributes that are signed, as the SET they are signed as. */
  readonly attributes: Buffer;
  readonly values: ReadonlyMap<string, DerElement>;
  readonly signature: Uint8Array;
  readonly issuerAndSerial: Uint8Array;
}

/** Reads SignedData (RFC 5652) as a time-stamp has it: one signer, signed attributes. Null when it is something else. */
function readSigned({ signedContent }: TimeStamp): Signed | null {
  const parts = inside(inside(signedContent)[0]?.content);
  const signers = inside(parts.at(-1)?.tag === SET ? parts.at(-1)?.content : undefined);
  const fields = inside(
    signers.length === 1 && signers[0]?.tag === SEQUENCE ? signers[0].content : undefined,
  );
  const attributes = fields[3];
  const digest = digests[oidOf(fields[2])];
  const signature = fields[5]?.content;
  // The list of digests is outside of what is signed; it has to say the same.
  const listed = oidOf(inside(parts[1]?.content)[0]);
  const isSame =
    listed === oidOf(fields[2]) &&
    isPlain(fields[2]) &&
    isPlain(inside(parts[1]?.content)[0]) &&
    inside(parts[1]?.content).length === 1 &&
    hexOfBytes(fields[0]?.whole ?? new Uint8Array(0)) === '020101' &&
    isOfDigest(fields[4], digest) &&
    fields.map(({ tag }) => tag).join() === '2,48,48,160,48,4';
  if (attributes?.tag !== CONTEXT_0 || digest === undefined || signature === undefined || !isSame)
    return null;
  const values = new Map<string, DerElement>();
  for (const attribute of inside(attributes.content)) {
    const [type, set] = inside(attribute.content);
    const [value] = inside(set?.content);
    if (type !== undefined && value !== undefined) values.set(hexOfBytes(type.content), value);
  }
  const certificates = parts[3]?.tag === CONTEXT_0 ? inside(parts[3].content) : [];
  if (parts.map(({ tag }) => tag).join() !== (certificates.length > 0 ? '2,49,48,160,49' : '2,49,48,49'))
    return null;
  const read = certificates.flatMap(({ whole }) => certificateOf(whole));
  if (read.length !== certificates.length) return null;
  return {
    certificates: read,
    digest,
    attributes: Buffer.concat([Buffer.of(SET), attributes.whole.subarray(1)]),
    values,
    signature,
    issuerAndSerial: fields[1]?.content ?? new Uint8Array(0),
  };
}

/** Issuer and serial number of a certificate, as SignerInfo names it (RFC 5652 section 10.2.4). */
function issuerAndSerialOf({ raw }: X509Certificate): Buffer {
  const fields = inside(inside(inside(raw)[0]?.content)[0]?.content);
  const [serial, , issuer] = fields[0]?.tag === CONTEXT_0 ? fields.slice(1) : fields;
  return Buffer.concat([issuer?.whole ?? Buffer.alloc(0), serial?.whole ?? Buffer.alloc(0)]);
}

/** Whether every certificate that came along is one: what nobody needs must not be anything. */
function areGenuine(given: readonly X509Certificate[], trusted: readonly X509Certificate[]): boolean {
  const all = [...given, ...trusted];
  return given.every((each) =>
    all.some((by) => {
      try {
        return each.checkIssued(by) && each.verify(by.publicKey);
      } catch {
        return false;
      }
    }),
  );
}

function certificateOf(der: Uint8Array): X509Certificate[] {
  try {
    return [new X509Certificate(der)];
  } catch {
    return [];
  }
}

/** The certificate whose digest is among the signed attributes (RFC 5035): another one with the same key is not it. */
function signerOf({ certificates, values }: Signed): X509Certificate | null {
  for (const [oid, digest] of [
    [signingCertificateV2Oid, 'sha256'],
    [signingCertificateOid, 'sha1'],
  ] as const) {
    const identifiers = inside(values.get(oid)?.content)[0];
    const fields = inside(inside(identifiers?.content)[0]?.content);
    const named = fields[0]?.tag === SEQUENCE ? digests[oidOf(fields[0])] : digest;
    const wanted = fields.find(({ tag }) => tag === 0x04)?.content;
    if (wanted === undefined || named === undefined) continue;
    const found = certificates.find(({ raw }) => areEqual(createHash(named).update(raw).digest(), wanted));
    if (found !== undefined) return found;
  }
  return null;
}

/** Why the signature over the time-stamp does not hold, or null. */
function reasonNotSigned(stamp: TimeStamp, signed: Signed, signer: X509Certificate): string | null {
  const digest = createHash(signed.digest).update(stamp.info).digest();
  const stated = signed.values.get(messageDigestOid)?.content ?? new Uint8Array(0);
  const type = hexOfBytes(signed.values.get(contentTypeOid)?.content ?? new Uint8Array(0));
  if (!areEqual(digest, stated) || type !== tstInfoOid) return 'what was signed is not this time-stamp';
  try {
    const isHeld = verify(signed.digest, signed.attributes, signer.publicKey, signed.signature);
    return isHeld ? null : 'the signature of the authority is wrong';
  } catch {
    return 'the signature of the authority cannot be checked';
  }
}

/** Whether a certificate leads to one of those that are trusted, through those that came along. */
function isTrusted(
  signer: X509Certificate,
  given: readonly X509Certificate[],
  trusted: readonly X509Certificate[],
  at: number,
): boolean {
  let current = signer;
  for (let step = 0; step < CHAIN_MAX; step += 1) {
    const isValid = Date.parse(current.validFrom) <= at && at <= Date.parse(current.validTo);
    if (!isValid) return false;
    const issued = (by: X509Certificate) => current.checkIssued(by) && current.verify(by.publicKey);
    if (trusted.some((each) => each.raw.equals(current.raw) || issued(each))) return true;
    const next = given.find((each) => each.ca && issued(each) && !each.raw.equals(current.raw));
    if (next === undefined) return false;
    current = next;
  }
  return false;
}

/**
 * Checks the signature of a time-stamp (RFC 3161 section 2.4.2, RFC 5652 section 5.6) and who made it. Needs nothing
 * but the platform: what sealed a time-stamp and what verifies it share no code.
 *
 * @param trusted certificates of authorities that were given; none means that nobody is trusted
 */
export function checkTimeStampWith(trusted: readonly X509Certificate[]): CheckTimeStamp {
  return (stamp): TimeStampCheck => {
    const signed = readSigned(stamp);
    if (signed === null) return { wrong: 'it is no signed time-stamp of one authority' };
    // The authority may leave its certificate out, when whoever asks has it.
    const signer = signerOf({ ...signed, certificates: [...signed.certificates, ...trusted] });
    if (signer === null) return { wrong: 'the certificate it names is not with it' };
    const isNamed = areEqual(issuerAndSerialOf(signer), signed.issuerAndSerial);
    if (!isNamed || !areGenuine(signed.certificates, trusted)) {
      return { wrong: 'its certificates are not those it was made with' };
    }
    const reason = reasonNotSigned(stamp, signed, signer);
    if (reason !== null) return { wrong: reason };
    const by = signer.subject.replaceAll('\n', ', ');
    const mayStamp = signer.keyUsage?.includes(TIME_STAMPING) === true;
    return mayStamp && isTrusted(signer, signed.certificates, trusted, stamp.at) ? { by } : { untrusted: by };
  };
}
