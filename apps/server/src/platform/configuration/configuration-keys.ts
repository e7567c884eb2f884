// SPDX-License-Identifier: Apache-2.0

export type ConfigurationKind =
  | 'directory'
  | 'host'
  | 'port'
  | 'portOrOff'
  | 'roles'
  | 'url'
  | 'text'
  | 'proxies'
  | 'level'
  | 'flag';

/** One thing an operator can set; the reference page, the help text and the reader all come from this table. */
export interface ConfigurationKey {
  readonly name: string;
  /** Long option of `belfry serve`, without the dashes. */
  readonly option?: string;
  /** Environment variable; an option wins over it. */
  readonly variable?: string;
  readonly kind: ConfigurationKind;
  /** As one would write it; absent when nothing is set by default. */
  readonly fallback?: string;
  /** URL schemes accepted, for kind `url`. */
  readonly schemes?: readonly string[];
  /** The value never appears in a message or log; `<VARIABLE>_FILE` may name a file that holds it. */
  readonly isSecret?: boolean;
  readonly description: string;
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export const serverRoles = ['desk', 'log'] as const;

export const configurationKeys = [
  {
    name: 'dataDir',
    option: 'data',
    variable: 'BELFRY_DATA',
    kind: 'directory',
    fallback: './data',
    description: 'Directory that holds the database, the files and the keys.',
  },
  {
    name: 'host',
    option: 'host',
    variable: 'BELFRY_HOST',
    kind: 'host',
    fallback: '127.0.0.1',
    description: 'Address to listen on. 0.0.0.0 listens on every network of the machine.',
  },
  {
    name: 'port',
    option: 'port',
    variable: 'BELFRY_PORT',
    kind: 'port',
    fallback: '8080',
    description: 'Port of the application. 0 takes any free port.',
  },
  {
    name: 'roles',
    option: 'roles',
    variable: 'BELFRY_ROLES',
    kind: 'roles',
    fallback: 'desk,log',
    description: 'What this process does: desk, log, or both with a comma.',
  },
  {
    name: 'isDemo',
    option: 'demo',
    kind: 'flag',
    fallback: 'false',
    description: 'Fill a new data directory with a sample organisation.',
  },
  {
    name: 'publicUrl',
    variable: 'BELFRY_PUBLIC_URL',
    kind: 'url',
    schemes: ['http', 'https'],
    description:
      'Address under which people reach Belfry, as seen in front of a proxy. Default: http://localhost:PORT.',
  },
  {
    name: 'trustProxy',
    variable: 'BELFRY_TRUST_PROXY',
    kind: 'proxies',
    fallback: 'off',
    description:
      'Addresses or networks of reverse proxies whose X-Forwarded-* headers count, with commas, or "off".',
  },
  {
    name: 'databaseUrl',
    variable: 'BELFRY_DATABASE_URL',
    kind: 'url',
    schemes: ['postgres', 'postgresql'],
    isSecret: true,
    description: 'PostgreSQL 16 or later to use instead of the embedded one. Its role owns the tables.',
  },
  {
    name: 'smtpUrl',
    variable: 'BELFRY_SMTP_URL',
    kind: 'url',
    schemes: ['smtp', 'smtps'],
    isSecret: true,
    description:
      'Mail server for outgoing mail, such as smtps://name:password@mail.example.org. Without it nothing is mailed.',
  },
  {
    name: 'mailFrom',
    variable: 'BELFRY_MAIL_FROM',
    kind: 'text',
    description:
      'Sender of outgoing mail, such as "Helpdesk <helpdesk@example.org>". Default: the helpdesk mail of the organisation.',
  },
  {
    name: 'smtpListenPort',
    variable: 'BELFRY_SMTP_LISTEN_PORT',
    kind: 'portOrOff',
    fallback: '2525',
    description:
      'Port on which mail for the mailboxes of this desk is received, on the same host as the application. 0 takes any free port, "off" receives none.',
  },
  {
    name: 'smtpCertFile',
    variable: 'BELFRY_SMTP_CERT_FILE',
    kind: 'text',
    description:
      'Certificate of the mail receiver, a PEM file with its chain; read again when it changes. With it STARTTLS is offered.',
  },
  {
    name: 'smtpKeyFile',
    variable: 'BELFRY_SMTP_KEY_FILE',
    kind: 'text',
    description: 'Private key that belongs to the certificate of the mail receiver, a PEM file.',
  },
  {
    name: 'dkimDomain',
    variable: 'BELFRY_DKIM_DOMAIN',
    kind: 'host',
    description:
      'Domain that signs outgoing mail (DKIM): the one of the sender. Only where the mail server does not sign itself.',
  },
  {
    name: 'dkimSelector',
    variable: 'BELFRY_DKIM_SELECTOR',
    kind: 'host',
    description: 'Name of the DKIM key: its DNS record is SELECTOR._domainkey.DOMAIN.',
  },
  {
    name: 'dkimKeyFile',
    variable: 'BELFRY_DKIM_KEY_FILE',
    kind: 'text',
    description: 'File with the private DKIM key: RSA in PEM. `belfry doctor` prints the DNS record for it.',
  },
  {
    name: 'syslogPort',
    variable: 'BELFRY_SYSLOG_PORT',
    kind: 'portOrOff',
    fallback: '5514',
    description:
      'Port for syslog by UDP and TCP, on the same host as the application. 0 takes any free port, "off" receives none.',
  },
  {
    name: 'syslogTlsPort',
    variable: 'BELFRY_SYSLOG_TLS_PORT',
    kind: 'portOrOff',
    fallback: '6514',
    description:
      'Port for syslog by TLS (RFC 5425). Opened only with a certificate for the receivers. 0 takes any free port, "off" receives none.',
  },
  {
    name: 'relpPort',
    variable: 'BELFRY_RELP_PORT',
    kind: 'portOrOff',
    fallback: '2514',
    description: 'Port for RELP. 0 takes any free port, "off" receives none.',
  },
  {
    name: 'relpTls',
    variable: 'BELFRY_RELP_TLS',
    kind: 'flag',
    fallback: 'false',
    description: 'Whether RELP speaks TLS, with the certificate of the receivers.',
  },
  {
    name: 'logCertFile',
    variable: 'BELFRY_LOG_CERT_FILE',
    kind: 'text',
    description: 'Certificate of the log receivers, a PEM file with its chain; read again when it changes.',
  },
  {
    name: 'logKeyFile',
    variable: 'BELFRY_LOG_KEY_FILE',
    kind: 'text',
    description: 'Private key that belongs to the certificate of the log receivers, a PEM file.',
  },
  {
    name: 'logClientCaFile',
    variable: 'BELFRY_LOG_CLIENT_CA_FILE',
    kind: 'text',
    description:
      'Authorities whose client certificates senders must show, a PEM file. Without it any sender may connect by TLS.',
  },
  {
    name: 'logOrigin',
    variable: 'BELFRY_LOG_ORIGIN',
    kind: 'text',
    description:
      'Name the logs are sealed under, such as "log.example.org"; it is part of every checkpoint and fixed once the first one is signed. Default: the host of the public address.',
  },
  {
    name: 'timestampUrls',
    variable: 'BELFRY_TIMESTAMP_URLS',
    kind: 'text',
    description:
      'Time-stamping authorities (RFC 3161), addresses with commas. Without one, checkpoints are signed and not time-stamped.',
  },
  {
    name: 'timestampCaFile',
    variable: 'BELFRY_TIMESTAMP_CA_FILE',
    kind: 'text',
    description:
      'Certificates of the authorities time-stamps must come from, a PEM file, read for each of them. Without it, any certificate meant for time-stamps is taken.',
  },
  {
    name: 'witnesses',
    variable: 'BELFRY_WITNESSES',
    kind: 'text',
    description:
      'Witnesses that cosign every checkpoint (C2SP tlog-witness), as "KEY URL" pairs with commas. "belfry witness" is one.',
  },
  {
    name: 'timeServers',
    variable: 'BELFRY_TIME_SERVERS',
    kind: 'text',
    description:
      'Approved external time sources (SNTP), host or host:port with commas, that the clock is compared with. Without one it is compared with nothing.',
  },
  {
    name: 'clickhouseUrl',
    variable: 'BELFRY_CLICKHOUSE_URL',
    kind: 'url',
    schemes: ['http', 'https'],
    isSecret: true,
    description:
      'ClickHouse 26.2 or later to use for the search index instead of the embedded one, as https://name:password@host:8443/database.',
  },
  {
    name: 'logLevel',
    variable: 'BELFRY_LOG_LEVEL',
    kind: 'level',
    fallback: 'info',
    description:
      'Least severe messages that the server prints: fatal, error, warn, info, debug, trace or silent.',
  },
  {
    name: 'ruleFolders',
    variable: 'BELFRY_RULE_FOLDERS',
    kind: 'text',
    description:
      'Directories of this machine detection rules may be read from, with commas, such as a checkout that somebody updates. Default: none.',
  },
  {
    name: 'outgoingPrivateHosts',
    variable: 'BELFRY_OUTGOING_PRIVATE_HOSTS',
    kind: 'text',
    description:
      'Hosts inside your network that calls (webhooks, web push) may be sent to, by name or address, with commas; http is allowed for them too. Default: none, only https addresses on the internet.',
  },
  {
    name: 'oidcIssuer',
    variable: 'BELFRY_OIDC_ISSUER',
    kind: 'url',
    schemes: ['https', 'http'],
    description: 'Issuer of OpenID Connect for single sign-on.',
  },
  {
    name: 'oidcClientId',
    variable: 'BELFRY_OIDC_CLIENT_ID',
    kind: 'text',
    description: 'Client id of Belfry at the issuer.',
  },
  {
    name: 'oidcClientSecret',
    variable: 'BELFRY_OIDC_CLIENT_SECRET',
    kind: 'text',
    isSecret: true,
    description: 'Client secret of Belfry at the issuer.',
  },
] as const satisfies readonly ConfigurationKey[];

export type ConfigurationName = (typeof configurationKeys)[number]['name'];

/** Read by the tools around the server, never by the server. */
export const toolVariables: readonly string[] = [
  'BELFRY_CHROMIUM',
  'BELFRY_PICTURES',
  'BELFRY_TEST_CLUSTER',
  'BELFRY_TORTURE_KILLS',
];
