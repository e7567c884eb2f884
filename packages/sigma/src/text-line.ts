// SPDX-License-Identifier: Apache-2.0

/** Combined format of Apache and nginx, common format included: host ident user [time] "request" status bytes. */
const combined =
  /^(\S{1,256}) \S{1,256} (\S{1,256}) \[([^\]]{1,64})\] "((?:[^"\\]|\\.){0,65536})" (\d{3}) (\d+|-)(?: "((?:[^"\\]|\\.){0,65536})" "((?:[^"\\]|\\.){0,65536})")?/;
/** Native format of Squid: time elapsed client result/status bytes method url user hierarchy type. */
const squid =
  /^(\d{9,11}\.\d{3}) +\d+ (\S+) ([A-Z_]+)\/(\d{3}) \d+ ([A-Z_]+) (\S+) (\S+) [^\s/]{1,64}\/\S{1,256} \S/;
const audit = /^(?:node=\S+ )?type=([A-Z][A-Z0-9_]*|UNKNOWN\[\d+\]) msg=audit\((\d+\.\d+):(\d+)\): ?/;

/** What a line of a known format says, under the names rules use; null for other lines. `message` is the line. */
export function fieldsOfLine(line: string): Record<string, unknown> | null {
  return auditFields(line) ?? combinedFields(line) ?? squidFields(line);
}

function combinedFields(line: string): Record<string, unknown> | null {
  const found = combined.exec(line);
  if (found === null) return null;
  const [, host, user, time, request = '', status, bytes, referer, agent] = found;
  const [method, target = '', version] = request.split(' ');
  const query = target.indexOf('?');
  return withoutDashes({
    message: line,
    'c-ip': host,
    'cs-username': user,
    '@timestamp': clfTime(time ?? ''),
    'cs-method': method,
    'cs-uri-stem': query < 0 ? target : target.slice(0, query),
    'cs-uri-query': query < 0 ? '-' : target.slice(query + 1),
    'cs-version': version,
    'sc-status': Number(status),
    'sc-bytes': bytes === '-' ? '-' : Number(bytes),
    'cs-referer': referer,
    'cs-user-agent': agent,
  });
}

/** A dash says that there is nothing. */
function withoutDashes(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== '-' && value !== undefined && value !== ''),
  );
}

/** `query: example.org IN A` of BIND, `query[A] example.org from 192.0.2.7` of dnsmasq, `info: 192.0.2.7 example.org. A IN` of Unbound. */
const questions: readonly RegExp[] = [
  /^(?:client (?:@0x[0-9a-f]{1,16} )?(?<client>[0-9a-fA-F.:]{3,45})#\d{1,5} (?:\(\S{1,255}\): )?(?:view \S{1,64}: )?)?query: (?<name>\S{1,255}) IN (?<type>[A-Z0-9]{1,10})/,
  /^(?:\d{1,10} \S{1,64} )?query\[(?<type>[A-Z0-9]{1,10})\] (?<name>\S{1,255}) from (?<client>[0-9a-fA-F.:]{3,45})/,
  /^(?:\[\S{1,32}\] )?info: (?<client>[0-9a-fA-F.:]{3,45}) (?<name>\S{1,255})\. (?<type>[A-Z0-9]{1,10}) IN/,
];

/** What somebody asked a name server, in the words of the server; null where it says something else. */
export function fieldsOfQuestion(line: string): Record<string, unknown> | null {
  for (const question of questions) {
    const { client, name, type } = question.exec(line)?.groups ?? {};
    if (name !== undefined) return withoutDashes({ query: name, record_type: type, src_ip: client });
  }
  return null;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `21/Nov/2026:14:05:07 +0100` in ISO 8601. */
function clfTime(text: string): string | undefined {
  const [, day, name = '', year, time, zone] =
    /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})$/.exec(text) ?? [];
  const month = months.indexOf(name) + 1;
  return month === 0 ? undefined : `${year}-${String(month).padStart(2, '0')}-${day}T${time}${zone}`;
}

function squidFields(line: string): Record<string, unknown> | null {
  const [, time, client, result, status, method, url, user] = squid.exec(line) ?? [];
  if (time === undefined) return null;
  return withoutDashes({
    message: line,
    '@timestamp': time,
    'c-ip': client,
    's-action': result,
    'sc-status': Number(status),
    'cs-method': method,
    'c-uri': url,
    'cs-username': user,
  });
}

/** Values the kernel writes in hexadecimal where they hold a blank or a quote; the arguments of a call are numbers. */
const encoded = /^(?:a\d+|name|proctitle|comm|exe|cwd|cmd|acct|key)$/;

function auditFields(line: string): Record<string, unknown> | null {
  const found = audit.exec(line);
  if (found === null) return null;
  const [head, type = '', time, id] = found;
  const fields: Record<string, unknown> = Object.create(null);
  addPairs(fields, line.slice(head.length), type);
  if (type === 'EXECVE') addCommandLine(fields);
  else if (type === 'PROCTITLE') fields['CommandLine'] = fields['proctitle'];
  // What the record itself is cannot be changed by what is written in it.
  return Object.assign(fields, { message: line, type, audit_id: id, '@timestamp': time });
}

/** Arguments a command line is put together from, as a count; the kernel splits longer lists over records. */
const ARGUMENTS_MAX = 1_000;

/** What was started, under the names of rules about programs that start: the arguments beside each other. */
function addCommandLine(fields: Record<string, unknown>): void {
  const words: unknown[] = [];
  for (let at = 0; at < ARGUMENTS_MAX && fields[`a${at}`] !== undefined; at += 1)
    words.push(fields[`a${at}`]);
  if (words.length === 0) return;
  fields['CommandLine'] = words.join(' ');
  if (String(words[0]).startsWith('/')) fields['Image'] = words[0];
}

function addPairs(fields: Record<string, unknown>, text: string, type: string): void {
  for (const [, name = '', quoted, inner, bare] of text.matchAll(
    /(?<![A-Za-z0-9_-])([A-Za-z0-9_-]{1,64})=(?:"([^"]*)"|'([^']*)'|([^\s"',]+))/g,
  )) {
    if (inner !== undefined) {
      // Records of programs carry their own pairs inside of msg.
      fields[name] = inner;
      if (name === 'msg') addPairs(fields, inner, type);
    } else {
      fields[name] = quoted ?? decoded(name, bare ?? '', type);
    }
  }
}

function decoded(name: string, value: string, type: string): string {
  const isArgumentOfCall = type === 'SYSCALL' && /^a\d+$/.test(name);
  if (isArgumentOfCall || !encoded.test(name) || !/^(?:[0-9A-F]{2})+$/.test(value)) return value;
  const bytes = value.match(/../g) ?? [];
  // Arguments of a process title are parted by zeros.
  const percent = bytes.map((byte) => (byte === '00' ? '%20' : `%${byte}`)).join('');
  try {
    return decodeURIComponent(percent);
  } catch {
    return String.fromCharCode(...bytes.slice(0, 65_536).map((byte) => Number.parseInt(byte, 16)));
  }
}
