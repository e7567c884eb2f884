// SPDX-License-Identifier: Apache-2.0
import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { isFault, parseVkey } from '@belfry/ledger';
import {
  type ConfigurationKey,
  type ConfigurationName,
  configurationKeys,
  logLevels,
  serverRoles,
  toolVariables,
} from './configuration-keys.ts';

export { type ConfigurationKey, configurationKeys } from './configuration-keys.ts';

export type LogLevel = (typeof logLevels)[number];
export type ServerRole = (typeof serverRoles)[number];

/** Everything the operator decided, read once at the start and handed in from there on. */
export interface Configuration {
  /** Absolute. */
  readonly dataDir: string;
  readonly host: string;
  /** 0 means any free port. */
  readonly port: number;
  readonly roles: readonly ServerRole[];
  readonly isDemo: boolean;
  /** Without a slash at the end. Null means `http://localhost:` with the port that is listened on. */
  readonly publicUrl: string | null;
  /** Proxies whose forwarded headers count; empty means none. */
  readonly trustProxy: readonly string[];
  /** Absolute paths; empty means no rules are read from folders. */
  readonly ruleFolders: readonly string[];
  /** Hosts inside the network that calls may be sent to. */
  readonly outgoingPrivateHosts: readonly string[];
  readonly databaseUrl: string | null;
  readonly smtpUrl: string | null;
  readonly mailFrom: string | null;
  /** How outgoing mail is signed; the key is checked when it is read. */
  readonly dkim: {
    readonly domainName: string;
    readonly keySelector: string;
    readonly privateKey: string;
  } | null;
  /** Null receives no mail by SMTP; 0 means any free port. */
  readonly smtpListenPort: number | null;
  readonly smtpCertificate: { readonly cert: string; readonly key: string } | null;
  /** Receivers of logs: null receives none, 0 means any free port. */
  readonly syslogPort: number | null;
  readonly syslogTlsPort: number | null;
  readonly relpPort: number | null;
  readonly relpTls: boolean;
  /** Paths of PEM files, read again when they change. */
  readonly logCertificate: { readonly cert: string; readonly key: string } | null;
  readonly logClientCaFile: string | null;
  readonly logOrigin: string | null;
  readonly timestampUrls: readonly string[];
  readonly timestampCaFile: string | null;
  readonly witnesses: readonly { readonly vkey: string; readonly url: string }[];
  readonly timeServers: readonly string[];
  readonly clickhouseUrl: string | null;
  readonly logLevel: LogLevel;
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly clientSecret: string } | null;
}

/** The start stops: the message lists every problem at once, each with what to do. */
export class ConfigurationFailure extends Error {
  readonly code = 'configuration.invalid';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'ConfigurationFailure';
    this.problems = problems;
  }
}

export interface ConfigurationSources {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly workingDir?: string;
}

export function readConfiguration(sources: ConfigurationSources = {}): Configuration {
  const { args = [], environment = process.env, workingDir = process.cwd() } = sources;
  const problems: string[] = [];
  const given = collect(args, environment, problems);
  const read = new Reader(given, problems);
  const publicUrl = read.url('publicUrl');
  const configuration: Configuration = {
    dataDir: path.resolve(workingDir, read.text('dataDir') ?? './data'),
    host: read.host('host'),
    port: read.port('port'),
    roles: read.roles('roles'),
    isDemo: read.text('isDemo') === 'true',
    publicUrl: publicUrl === null ? null : publicUrl.replace(/\/+$/, ''),
    trustProxy: read.proxies('trustProxy'),
    databaseUrl: read.url('databaseUrl'),
    smtpUrl: read.url('smtpUrl'),
    mailFrom: read.text('mailFrom'),
    smtpListenPort: read.portOrOff('smtpListenPort'),
    smtpCertificate: read.certificate(workingDir, 'smtpCertFile', 'smtpKeyFile'),
    dkim: read.dkim(),
    syslogPort: read.portOrOff('syslogPort'),
    syslogTlsPort: read.portOrOff('syslogTlsPort'),
    relpPort: read.portOrOff('relpPort'),
    relpTls: read.flag('relpTls'),
    logCertificate: read.certificate(workingDir, 'logCertFile', 'logKeyFile'),
    logClientCaFile: read.file(workingDir, 'logClientCaFile'),
    logOrigin: read.logOrigin(),
    timestampUrls: read.timestampUrls(),
    timestampCaFile: read.file(workingDir, 'timestampCaFile'),
    witnesses: read.witnesses(),
    timeServers: read.list('timeServers'),
    clickhouseUrl: read.url('clickhouseUrl'),
    outgoingPrivateHosts: read.list('outgoingPrivateHosts'),
    ruleFolders: read.list('ruleFolders').map((folder) => path.resolve(workingDir, folder)),
    logLevel: read.level('logLevel'),
    oidc: read.oidc(),
  };
  if (problems.length > 0) throw new ConfigurationFailure(problems);
  return configuration;
}

/** A value and the name under which the operator gave it, for messages. */
interface Given {
  readonly value: string;
  readonly as: string;
}

function collect(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Map<ConfigurationName, Given> {
  const given = new Map<ConfigurationName, Given>();
  const options = readOptions(args, problems);
  for (const key of configurationKeys as readonly (ConfigurationKey & { name: ConfigurationName })[]) {
    const option = key.option === undefined ? undefined : options.get(key.option);
    const found = option ?? fromEnvironment(key, environment, problems);
    if (found !== undefined) given.set(key.name, found);
    else if (key.fallback !== undefined) given.set(key.name, { value: key.fallback, as: key.name });
  }
  refuseUnknownVariables(environment, problems);
  return given;
}

function readOptions(args: readonly string[], problems: string[]): Map<string, Given> {
  const known: Record<string, { type: 'string' | 'boolean' }> = {};
  for (const key of configurationKeys as readonly ConfigurationKey[]) {
    if (key.option !== undefined) known[key.option] = { type: key.kind === 'flag' ? 'boolean' : 'string' };
  }
  const options = new Map<string, Given>();
  try {
    const { values } = parseArgs({ args: [...args], options: known, strict: true, allowPositionals: false });
    for (const [option, value] of Object.entries(values))
      options.set(option, { value: String(value), as: `--${option}` });
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error);
    problems.push(
      `Cannot read the options: ${said}: known are ${Object.keys(known)
        .map((o) => `--${o}`)
        .join(', ')}`,
    );
  }
  return options;
}

function fromEnvironment(
  key: ConfigurationKey,
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Given | undefined {
  if (key.variable === undefined) return undefined;
  const value = environment[key.variable];
  // An empty variable is how many service managers say "not set".
  if (value !== undefined && value !== '') return { value, as: key.variable };
  const file = key.isSecret === true ? environment[`${key.variable}_FILE`] : undefined;
  if (file === undefined || file === '') return undefined;
  try {
    return { value: readFileSync(file, 'utf8').trim(), as: `${key.variable}_FILE` };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    problems.push(`Cannot read ${key.variable}_FILE: ${said}: name a file that this user can read`);
    return undefined;
  }
}

/** A mistyped name would otherwise be a setting that silently does nothing. */
function refuseUnknownVariables(
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): void {
  const known = new Set<string>(toolVariables);
  for (const key of configurationKeys as readonly ConfigurationKey[]) {
    if (key.variable === undefined) continue;
    known.add(key.variable);
    if (key.isSecret === true) known.add(`${key.variable}_FILE`);
  }
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('BELFRY_') || known.has(name)) continue;
    problems.push(`Cannot use variable ${name}: no such setting: known are ${[...known].sort().join(', ')}`);
  }
}

function variableOf(name: ConfigurationName): string {
  const keys: readonly ConfigurationKey[] = configurationKeys;
  return keys.find((key) => key.name === name)?.variable ?? name;
}

class Reader {
  readonly #given: ReadonlyMap<ConfigurationName, Given>;
  readonly #problems: string[];

  constructor(given: ReadonlyMap<ConfigurationName, Given>, problems: string[]) {
    this.#given = given;
    this.#problems = problems;
  }

  text(name: ConfigurationName): string | null {
    const value = this.#given.get(name)?.value ?? null;
    if (value?.includes('\0') === true)
      return this.#refuse(name, 'it holds a NUL character', 'remove it', null);
    return value;
  }

  host(name: ConfigurationName): string {
    const value = this.text(name) ?? '';
    if (net.isIP(value) !== 0 || /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(value)) return value;
    return this.#refuse(name, `"${value}" is no address`, 'use an IP address or a host name', value);
  }

  port(name: ConfigurationName): number {
    const value = this.text(name) ?? '';
    const port = /^\d{1,5}$/.test(value) ? Number(value) : -1;
    if (port >= 0 && port <= 65_535) return port;
    return this.#refuse(name, `"${value}" is no port`, 'use a number from 0 to 65535', 0);
  }

  portOrOff(name: ConfigurationName): number | null {
    return this.text(name) === 'off' ? null : this.port(name);
  }

  certificate(
    workingDir: string,
    certName: ConfigurationName,
    keyName: ConfigurationName,
  ): { cert: string; key: string } | null {
    const cert = this.file(workingDir, certName);
    const key = this.file(workingDir, keyName);
    if (cert === null && key === null) return null;
    if (cert !== null && key !== null) return { cert, key };
    const [certVariable, keyVariable] = [variableOf(certName), variableOf(keyName)];
    this.#problems.push(
      `Cannot offer TLS: ${certVariable} and ${keyVariable} belong together: set both or none`,
    );
    return null;
  }

  file(workingDir: string, name: ConfigurationName): string | null {
    const value = this.text(name);
    return value === null ? null : path.resolve(workingDir, value);
  }

  flag(name: ConfigurationName): boolean {
    const value = this.text(name);
    if (value === 'true' || value === 'false') return value === 'true';
    return this.#refuse(name, `"${value}" is neither`, 'use true or false', false);
  }

  list(name: ConfigurationName): string[] {
    return (this.text(name) ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter((each) => each !== '');
  }

  timestampUrls(): string[] {
    return this.list('timestampUrls').filter((each) => {
      if (URL.canParse(each) && /^https?:$/.test(new URL(each).protocol)) return true;
      return this.#refuse('timestampUrls', `"${each}" is no web address`, 'use https://host/path', false);
    });
  }

  witnesses(): { vkey: string; url: string }[] {
    return this.list('witnesses').flatMap((each) => {
      const [vkey = '', url = '', ...rest] = each.split(/\s+/);
      const isAddress = URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
      if (!isFault(parseVkey(vkey)) && isAddress && rest.length === 0) return [{ vkey, url }];
      return this.#refuse('witnesses', `"${each}" is no witness`, 'use its key, a space and its address', []);
    });
  }

  /** The origin of a log is a URL without scheme (C2SP tlog-checkpoint). */
  logOrigin(): string | null {
    const value = this.text('logOrigin');
    if (value === null || /^[a-z0-9]([a-z0-9./-]*[a-z0-9])?$/.test(value)) return value;
    return this.#refuse(
      'logOrigin',
      `"${value}" is no name`,
      'use lower-case letters, digits, dots, hyphens and slashes, such as log.example.org',
      null,
    );
  }

  roles(name: ConfigurationName): ServerRole[] {
    const value = this.text(name) ?? '';
    const words = value.split(',').map((word) => word.trim());
    const roles = serverRoles.filter((role) => words.includes(role));
    if (roles.length > 0 && words.every((word) => roles.some((role) => role === word))) return roles;
    return this.#refuse(
      name,
      `"${value}" names an unknown role`,
      `use ${serverRoles.join(' or ')}, with a comma for both`,
      [],
    );
  }

  level(name: ConfigurationName): LogLevel {
    const value = this.text(name) ?? '';
    const level = logLevels.find((known) => known === value);
    return (
      level ?? this.#refuse(name, `"${value}" is no level`, `use one of ${logLevels.join(', ')}`, 'info')
    );
  }

  url(name: ConfigurationName): string | null {
    const value = this.text(name);
    if (value === null) return null;
    const key: ConfigurationKey | undefined = configurationKeys.find((known) => known.name === name);
    const schemes = key?.schemes ?? [];
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url !== null && schemes.includes(url.protocol.slice(0, -1))) return value;
    const shown = key?.isSecret === true ? 'the value' : `"${value}"`;
    const wanted = schemes.map((scheme) => `${scheme}://`).join(' or ');
    return this.#refuse(
      name,
      `${shown} is no such address`,
      `begin with ${wanted} and percent-encode special characters`,
      null,
    );
  }

  proxies(name: ConfigurationName): string[] {
    const value = this.text(name) ?? 'off';
    if (value === 'off') return [];
    const entries = value.split(',').map((entry) => entry.trim());
    const bad = entries.find((entry) => !isNetwork(entry));
    if (bad === undefined) return entries;
    // Trusting everybody would let any client choose the address that rate limits and the record see.
    return this.#refuse(
      name,
      `"${bad}" is no address or network`,
      'list addresses such as 10.0.0.5 or 10.0.0.0/8, or write "off"',
      [],
    );
  }

  dkim(): Configuration['dkim'] {
    const file = this.text('dkimKeyFile');
    const domainName = this.text('dkimDomain');
    const keySelector = this.text('dkimSelector');
    if (file === null && domainName === null && keySelector === null) return null;
    if (file === null || domainName === null || keySelector === null) {
      this.#problems.push(
        'Cannot sign mail: BELFRY_DKIM_DOMAIN, BELFRY_DKIM_SELECTOR and BELFRY_DKIM_KEY_FILE belong together: set all three or none',
      );
      return null;
    }
    this.host('dkimDomain');
    this.host('dkimSelector');
    try {
      const privateKey = readFileSync(file, 'utf8');
      const { asymmetricKeyDetails, asymmetricKeyType } = createPrivateKey(privateKey);
      // RFC 8301 section 3.2: verifiers throw away signatures under shorter keys.
      if (asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= 1_024)
        return { domainName, keySelector, privateKey };
      return this.#refuse(
        'dkimKeyFile',
        'it is no RSA key of 1024 bits or more',
        'make one of 2048 bits',
        null,
      );
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      return this.#refuse(
        'dkimKeyFile',
        said,
        'name a file with an RSA key in PEM that this user can read',
        null,
      );
    }
  }

  oidc(): Configuration['oidc'] {
    const issuer = this.url('oidcIssuer');
    const clientId = this.text('oidcClientId');
    const clientSecret = this.text('oidcClientSecret');
    if (issuer === null && clientId === null && clientSecret === null) return null;
    if (issuer !== null && clientId !== null && clientSecret !== null)
      return { issuer, clientId, clientSecret };
    this.#problems.push(
      'Cannot set up single sign-on: BELFRY_OIDC_ISSUER, BELFRY_OIDC_CLIENT_ID and BELFRY_OIDC_CLIENT_SECRET belong together: set all three or none',
    );
    return null;
  }

  #refuse<T>(name: ConfigurationName, found: string, wanted: string, instead: T): T {
    this.#problems.push(`Cannot use ${this.#given.get(name)?.as ?? name}: ${found}: ${wanted}`);
    return instead;
  }
}

function isNetwork(entry: string): boolean {
  const [address = '', bits, more] = entry.split('/');
  const family = net.isIP(address);
  if (family === 0 || more !== undefined) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
