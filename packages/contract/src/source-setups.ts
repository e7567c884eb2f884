// SPDX-License-Identifier: Apache-2.0
import type { LogTransport } from './log.ts';

/** Where senders send to, and the token of the one that is set up. */
export interface SetupFacts {
  /** Public address of the desk, without a slash at its end. */
  readonly url: string;
  readonly host: string;
  /** Ports that listen, by way. */
  readonly ports: ReadonlyMap<LogTransport, number>;
  /** What stands for the token where it is not at hand. */
  readonly token: string;
}

/** What a sender is set up with: configuration that works as it stands. */
export interface SourceSetup {
  readonly id: string;
  /** What its maker calls it. */
  readonly product: string;
  /** How the sender is known by it. */
  readonly knownBy: 'address' | 'token';
  /** The port it needs; null for what comes by HTTP. The first that listens is taken. */
  readonly needs: readonly LogTransport[] | null;
  /** Where it is written to. */
  readonly file: string;
  readonly form: 'rainer' | 'syslog-ng' | 'yaml' | 'ini' | 'nxlog' | 'shell';
  readonly text: (facts: SetupFacts) => string;
  /** What to do after it is written. */
  readonly afterwards: string;
}

/**
 * The address of the desk in its parts, with its port even where the address leaves it to the scheme: senders have
 * ports of their own for that. It comes from the desk's configuration, where it was checked.
 */
function partsOfUrl(url: string): {
  readonly protocol: string;
  readonly hostname: string;
  readonly port: string;
} {
  const [, protocol = 'https:', hostname = '', port] =
    /^(https?:)\/\/(\[[^\]]*\]|[^/:]*)(?::(\d+))?/.exec(url) ?? [];
  return { protocol, hostname, port: port ?? (protocol === 'https:' ? '443' : '80') };
}

const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** A queue on the disk of the sender: nothing is lost while this desk is away, nor while the sender restarts. */
const rsyslogQueue = `  queue.type="LinkedList" queue.filename="belfry" queue.saveOnShutdown="on" queue.maxDiskSpace="1g"
  action.resumeRetryCount="-1" action.resumeInterval="10")
`;

const rsyslogRelp = ({ host, ports }: SetupFacts): string => {
  const tls = ports.has('relp-tls')
    ? `  tls="on" tls.cacert="${AUTHORITIES}" tls.authmode="name" tls.permittedpeer=["${host}"]\n`
    : '';
  return `module(load="omrelp")
action(type="omrelp" target="${host}" port="${ports.get('relp-tls') ?? ports.get('relp')}"
  template="RSYSLOG_SyslogProtocol23Format"
${tls}${rsyslogQueue}`;
};

const rsyslogTls = ({
  host,
  ports,
}: SetupFacts): string => `global(DefaultNetstreamDriverCAFile="${AUTHORITIES}")
action(type="omfwd" target="${host}" port="${ports.get('syslog-tls')}" protocol="tcp"
  template="RSYSLOG_SyslogProtocol23Format" TCP_Framing="octet-counted"
  StreamDriver="gtls" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="${host}"
${rsyslogQueue}`;

const rsyslogTcp = ({
  host,
  ports,
}: SetupFacts): string => `action(type="omfwd" target="${host}" port="${ports.get('syslog-tcp')}" protocol="tcp"
  template="RSYSLOG_SyslogProtocol23Format" TCP_Framing="octet-counted"
${rsyslogQueue}`;

const syslogNg = ({ host, ports }: SetupFacts): string => {
  const tls = ports.get('syslog-tls');
  const transport =
    tls === undefined
      ? `port(${ports.get('syslog-tcp')}) transport("tcp")`
      : `port(${tls}) transport("tls")
    tls(ca-file("${AUTHORITIES}") peer-verify(required-trusted))`;
  return `destination d_belfry {
  syslog("${host}" ${transport}
    disk-buffer(reliable(yes) disk-buf-size(1073741824) mem-buf-size(16777216)));
};
log { source(s_src); destination(d_belfry); };
`;
};

const fluentBit = ({ token, url }: SetupFacts): string => {
  const { hostname, port, protocol } = partsOfUrl(url);
  const isTls = protocol === 'https:';
  return `service:
  storage.path: /var/lib/fluent-bit/storage
pipeline:
  inputs:
    - name: tail
      path: /var/log/app/*.log
      db: /var/lib/fluent-bit/app.db
      storage.type: filesystem
  outputs:
    - name: http
      match: '*'
      host: ${hostname}
      port: ${port}
      uri: /ingest/ndjson
      format: json_lines
      compress: gzip
      tls: ${isTls ? 'on' : 'off'}
      header: Authorization Bearer ${token}
      retry_limit: no_limits
`;
};

const vector = ({ token, url }: SetupFacts): string => `sources:
  app:
    type: file
    include: [/var/log/app/*.log]
sinks:
  belfry:
    type: http
    inputs: [app]
    uri: ${url}/ingest/ndjson
    method: post
    encoding:
      codec: json
    framing:
      method: newline_delimited
    compression: gzip
    auth:
      strategy: bearer
      token: ${token}
    acknowledgements:
      enabled: true
    buffer:
      type: disk
      max_size: 1073741824
      when_full: block
`;

const collector = ({ token, url }: SetupFacts): string => `extensions:
  file_storage:
    directory: /var/lib/otelcol
receivers:
  filelog:
    include: [/var/log/app/*.log]
    storage: file_storage
exporters:
  otlphttp/belfry:
    endpoint: ${url}/ingest/otlp
    headers:
      Authorization: Bearer ${token}
    sending_queue:
      storage: file_storage
    retry_on_failure:
      max_elapsed_time: 0
service:
  extensions: [file_storage]
  pipelines:
    logs:
      receivers: [filelog]
      exporters: [otlphttp/belfry]
`;

/** Beats add a port of their own where none stands in the address. */
const elasticHost = (url: string) => {
  const { hostname, port, protocol } = partsOfUrl(url);
  return `${protocol}//${hostname}:${port}/ingest/elastic`;
};
const elasticOutput = ({ token, url }: SetupFacts): string => `output.elasticsearch:
  hosts: ["${elasticHost(url)}"]
  api_key: "belfry:${token}"
setup.template.enabled: false
setup.ilm.enabled: false
`;

const filebeat = (facts: SetupFacts): string => `filebeat.inputs:
  - type: filestream
    id: app
    paths: [/var/log/app/*.log]
${elasticOutput(facts)}`;

const winlogbeat = (facts: SetupFacts): string => `winlogbeat.event_logs:
  - name: Security
  - name: System
  - name: Application
${elasticOutput(facts)}`;

/** Where no port stands in the address, systemd-journal-upload goes to 19532. */
const journald = ({ token, url }: SetupFacts): string => {
  const { hostname, port, protocol } = partsOfUrl(url);
  const isTls = protocol === 'https:';
  const trust = `TrustedCertificateFile=${AUTHORITIES}
# It shows a certificate of its own, whichever it is:
ServerKeyFile=/etc/ssl/private/journal-upload.pem
ServerCertificateFile=/etc/ssl/certs/journal-upload.pem
`;
  return `[Upload]
URL=${protocol}//belfry:${token}@${hostname}:${port}/ingest/journal
${isTls ? trust : ''}`;
};

const nxlog = ({ host, ports }: SetupFacts): string => {
  const tls = ports.get('syslog-tls');
  const output =
    tls === undefined
      ? `    Module      om_tcp
    Host        ${host}
    Port        ${ports.get('syslog-tcp')}`
      : `    Module      om_ssl
    Host        ${host}
    Port        ${tls}
    CAFile      %CERTDIR%\\ca.pem`;
  return `<Extension syslog>
    Module      xm_syslog
</Extension>
<Extension json>
    Module      xm_json
</Extension>
<Input windows>
    Module      im_msvistalog
</Input>
<Output belfry>
${output}
    OutputType  Syslog_TLS
    Exec        $Message = to_json(); to_syslog_ietf();
</Output>
<Route to_belfry>
    Path        windows => belfry
</Route>
`;
};

const curl = ({ token, url }: SetupFacts): string => `curl --fail-with-body '${url}/ingest/ndjson' \\
  -H 'Authorization: Bearer ${token}' \\
  --data-binary '{"host":"web01","app":"trial","message":"first entry"}'
`;

const tlsOrTcp: readonly LogTransport[] = ['syslog-tls', 'syslog-tcp'];

/** Ready-made for each sender, the ones that lose least first. */
export const sourceSetups: readonly SourceSetup[] = [
  {
    id: 'rsyslog-relp',
    product: 'rsyslog (RELP)',
    knownBy: 'address',
    needs: ['relp-tls', 'relp'],
    file: '/etc/rsyslog.d/90-belfry.conf',
    form: 'rainer',
    text: rsyslogRelp,
    afterwards: 'apt install rsyslog-relp && systemctl restart rsyslog',
  },
  {
    id: 'rsyslog-tls',
    product: 'rsyslog (TLS)',
    knownBy: 'address',
    needs: ['syslog-tls'],
    file: '/etc/rsyslog.d/90-belfry.conf',
    form: 'rainer',
    text: rsyslogTls,
    afterwards: 'apt install rsyslog-gnutls && systemctl restart rsyslog',
  },
  {
    id: 'rsyslog-tcp',
    product: 'rsyslog (TCP)',
    knownBy: 'address',
    needs: ['syslog-tcp'],
    file: '/etc/rsyslog.d/90-belfry.conf',
    form: 'rainer',
    text: rsyslogTcp,
    afterwards: 'systemctl restart rsyslog',
  },
  {
    id: 'syslog-ng',
    product: 'syslog-ng',
    knownBy: 'address',
    needs: tlsOrTcp,
    file: '/etc/syslog-ng/conf.d/belfry.conf',
    form: 'syslog-ng',
    text: syslogNg,
    afterwards: 'systemctl restart syslog-ng',
  },
  {
    id: 'journald',
    product: 'systemd-journal-upload',
    knownBy: 'token',
    needs: null,
    file: '/etc/systemd/journal-upload.conf',
    form: 'ini',
    text: journald,
    afterwards: 'systemctl enable --now systemd-journal-upload',
  },
  {
    id: 'fluent-bit',
    product: 'Fluent Bit',
    knownBy: 'token',
    needs: null,
    file: '/etc/fluent-bit/fluent-bit.yaml',
    form: 'yaml',
    text: fluentBit,
    afterwards: 'systemctl restart fluent-bit',
  },
  {
    id: 'vector',
    product: 'Vector',
    knownBy: 'token',
    needs: null,
    file: '/etc/vector/vector.yaml',
    form: 'yaml',
    text: vector,
    afterwards: 'systemctl restart vector',
  },
  {
    id: 'collector',
    product: 'OpenTelemetry Collector',
    knownBy: 'token',
    needs: null,
    file: '/etc/otelcol-contrib/config.yaml',
    form: 'yaml',
    text: collector,
    afterwards: 'systemctl restart otelcol-contrib',
  },
  {
    id: 'filebeat',
    product: 'Filebeat',
    knownBy: 'token',
    needs: null,
    file: '/etc/filebeat/filebeat.yml',
    form: 'yaml',
    text: filebeat,
    afterwards: 'systemctl restart filebeat',
  },
  {
    id: 'winlogbeat',
    product: 'Winlogbeat',
    knownBy: 'token',
    needs: null,
    file: 'C:\\Program Files\\Winlogbeat\\winlogbeat.yml',
    form: 'yaml',
    text: winlogbeat,
    afterwards: 'Restart-Service winlogbeat',
  },
  {
    id: 'nxlog',
    product: 'NXLog',
    knownBy: 'address',
    needs: tlsOrTcp,
    file: 'C:\\Program Files\\nxlog\\conf\\nxlog.conf',
    form: 'nxlog',
    text: nxlog,
    afterwards: 'Restart-Service nxlog',
  },
  {
    id: 'curl',
    product: 'curl',
    knownBy: 'token',
    needs: null,
    file: '',
    form: 'shell',
    text: curl,
    afterwards: '',
  },
];

/** Whether a setup can work now: its port listens, or it comes by HTTP. */
export function canSetUp({ needs }: SourceSetup, { ports }: SetupFacts): boolean {
  return needs === null || needs.some((transport) => ports.has(transport));
}
