// SPDX-License-Identifier: Apache-2.0
import qrcode from 'qrcode';

/** The longest address a poster carries: a code of more dots is hard to scan from across a room. */
const ADDRESS_CHARACTERS_MAX = 300;

/** A code as SVG, black on white with the quiet zone of ISO/IEC 18004; level M survives a crumpled corner. */
export function qrSvg(address: string): Promise<string> {
  if (address.length > ADDRESS_CHARACTERS_MAX) {
    throw new RangeError(`Cannot draw ${address.length} characters; at most ${ADDRESS_CHARACTERS_MAX}`);
  }
  return qrcode.toString(address, {
    type: 'svg',
    margin: 4,
    errorCorrectionLevel: 'M',
    color: { dark: '#000000ff', light: '#ffffffff' },
  });
}
