// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';

/** The grammar of RFC 9116 section 4 for an unsigned file, and the counts of section 2.5. Throws on the first line that is none. */
export function parseSecurityTxt(text: string): Map<string, string[]> {
  const uri = String.raw`[A-Za-z][A-Za-z0-9+.-]*:(?:%[0-9A-Fa-f]{2}|[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=])+`;
  const dateTime = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)`;
  const values: Record<string, RegExp> = {
    contact: new RegExp(`^${uri}$`),
    expires: new RegExp(`^${dateTime}$`),
    encryption: new RegExp(`^${uri}$`),
    acknowledgments: new RegExp(`^${uri}$`),
    canonical: new RegExp(`^${uri}$`),
    policy: new RegExp(`^${uri}$`),
    hiring: new RegExp(`^${uri}$`),
    'preferred-languages':
      /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*(?:[ \t]*,[ \t]*[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*)*$/,
  };
  const fields = new Map<string, string[]>();
  assert.match(text, /\n$/, 'every line ends');
  for (const line of text.slice(0, -1).split(/\r?\n/)) {
    const [, name = '', value = ''] = /^([A-Za-z-]+): (.+)$/.exec(line) ?? assert.fail(`No field: "${line}"`);
    const form = values[name.toLowerCase()] ?? assert.fail(`Unknown field "${name}"`);
    assert.match(value, form, name);
    if (/^http/i.test(value)) {
      assert.match(value, /^https:\/\//, 'web addresses begin with https');
    }
    fields.set(name.toLowerCase(), [...(fields.get(name.toLowerCase()) ?? []), value]);
  }
  assert.ok((fields.get('contact')?.length ?? 0) >= 1, 'at least one Contact');
  assert.equal(fields.get('expires')?.length, 1, 'exactly one Expires');
  assert.ok((fields.get('preferred-languages')?.length ?? 0) <= 1, 'at most one Preferred-Languages');
  return fields;
}
