// SPDX-License-Identifier: Apache-2.0
export const der = (tag: number, ...parts: Uint8Array[]) => {
  const content = Buffer.concat(parts);
  const length = content.length < 128 ? [content.length] : [0x81, content.length];
  return Buffer.from([tag, ...length, ...content]);
};
export const hex = (text: string) => Buffer.from(text, 'hex');
export const someDigest = Buffer.alloc(32, 7);
const oid = (text: string) => der(6, hex(text));

/** An answer as RFC 3161 has it, without certificates: what is signed is the platform's matter. */
export function timeStampAnswer(
  given: { time?: string; status?: number; digest?: Uint8Array; algorithm?: string; type?: string } = {},
): Buffer {
  const {
    algorithm = '608648016503040201',
    digest = someDigest,
    status = 0,
    time = '20261122010203.5Z',
    type = '2a864886f70d0109100104',
  } = given;
  const imprint = der(0x30, der(0x30, oid(algorithm), der(5)), der(4, digest));
  const info = der(
    0x30,
    der(2, Buffer.of(1)),
    oid('2a03'),
    imprint,
    der(2, Buffer.of(9)),
    der(0x18, Buffer.from(time)),
  );
  const content = der(0x30, oid(type), der(0xa0, der(4, info)));
  const signed = der(0x30, der(2, Buffer.of(3)), der(0x31), content, der(0x31));
  return der(
    0x30,
    der(0x30, der(2, Buffer.of(status))),
    der(0x30, oid('2a864886f70d010702'), der(0xa0, signed)),
  );
}
