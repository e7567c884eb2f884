// SPDX-License-Identifier: Apache-2.0
import type { Aliases, Route } from './route.ts';

/** What a program of syslog or of the journal is, in the words of rules. */
interface Program {
  readonly product?: string;
  readonly alsoProducts?: readonly string[];
  readonly services?: readonly string[];
  readonly categories?: readonly string[];
}

const auth: Program = { services: ['auth'] };
const cron: Program = { services: ['cron'] };
const apache: Program = { services: ['apache'], categories: ['webserver'] };
const database: Program = { categories: ['database'] };
const dns: Program = { categories: ['dns'] };
const proxy: Program = { categories: ['proxy'] };
const antivirus: Program = { services: ['clamav'], categories: ['antivirus'] };
/** Errors of databases show in what applications write, whatever they are written in. */
const application = (product: string, ...more: string[]): Program => ({
  product,
  alsoProducts: [...more, 'sql'],
  categories: ['application'],
});
const java = application('jvm', 'spring', 'velocity');
const python = application('python', 'django');
const ruby = application('ruby_on_rails');
const node = application('nodejs');
const juniper: Program = { product: 'juniper', services: ['bgp'] };
const globalProtect: Program = {
  product: 'paloalto',
  services: ['globalprotect'],
  categories: ['appliance', 'file_event'],
};

const programs: Readonly<Record<string, Program>> = {
  sshd: { services: ['sshd', 'auth'] },
  'sshd-session': { services: ['sshd', 'auth'] },
  'sshd-auth': { services: ['sshd', 'auth'] },
  sudo: { services: ['sudo', 'auth'] },
  ...Object.fromEntries(
    'su login polkitd pkexec gdm gdm-password lightdm sddm xrdp xrdp-sesman dropbear passwd useradd userdel usermod groupadd groupdel groupmod chage chpasswd gpasswd systemd-logind doas runuser sssd krb5kdc'
      .split(' ')
      .map((name) => [name, auth]),
  ),
  crond: cron,
  cron,
  CRON: cron,
  anacron: cron,
  crontab: cron,
  atd: cron,
  vsftpd: { services: ['vsftpd'] },
  clamd: antivirus,
  freshclam: antivirus,
  clamscan: antivirus,
  clamonacc: antivirus,
  guacd: { services: ['guacamole'] },
  guacamole: { services: ['guacamole'] },
  auditd: { services: ['auditd'] },
  audispd: { services: ['auditd'] },
  'audisp-syslog': { services: ['auditd'] },
  sysmon: { services: ['sysmon'] },
  nginx: { services: ['nginx'], categories: ['webserver'] },
  apache2: apache,
  httpd: apache,
  apache: apache,
  caddy: { categories: ['webserver'] },
  haproxy: { categories: ['webserver'] },
  traefik: { categories: ['webserver'] },
  lighttpd: { categories: ['webserver'] },
  squid: proxy,
  privoxy: proxy,
  tinyproxy: proxy,
  mysqld: database,
  mariadbd: database,
  mariadb: database,
  mysql: database,
  postgres: database,
  postgresql: database,
  mongod: database,
  oracle: database,
  clickhouse: database,
  named: dns,
  unbound: dns,
  dnsmasq: dns,
  pdns: dns,
  pdns_recursor: dns,
  coredns: dns,
  'pihole-FTL': dns,
  tomcat: java,
  tomcat9: java,
  tomcat10: java,
  catalina: java,
  java,
  jboss: java,
  wildfly: java,
  jetty: java,
  spring: java,
  django: python,
  gunicorn: python,
  uwsgi: python,
  python,
  python3: python,
  rails: ruby,
  puma: ruby,
  unicorn: ruby,
  node,
  nodejs: node,
  pm2: node,
  rpd: juniper,
  '/kernel': juniper,
  gpsvc: globalProtect,
  sslvpnd: { product: 'fortios', alsoProducts: ['fortigate'], services: ['sslvpnd'] },
};

const none: Aliases = [];
const routes = new Map<string, Route>();
const plainLinux: Route = { product: 'linux', services: ['syslog'], categories: [], aliases: none };

/** Where a line of a program comes from: of Linux, unless it is one that only an appliance or a runtime has. */
export function programRoute(written: string): Route {
  const program = Object.hasOwn(programs, written) ? written : bare(written);
  if (!Object.hasOwn(programs, program)) return plainLinux;
  const known = routes.get(program);
  if (known !== undefined) return known;
  const { alsoProducts = [], categories = [], product, services = [] } = programs[program] as Program;
  const isAppliance = product === 'juniper' || product === 'paloalto' || product === 'fortios';
  const route: Route = {
    product: isAppliance ? product : 'linux',
    alsoProducts: isAppliance || product === undefined ? alsoProducts : [product, ...alsoProducts],
    services: isAppliance ? services : ['syslog', ...services],
    categories,
    aliases: none,
  };
  // Only names of ours are remembered: a sender adds none.
  routes.set(program, route);
  return route;
}

/** `/usr/sbin/cron`, `postfix/smtpd`, `sshd[12]` without what stands around the name. */
function bare(written: string): string {
  const bracket = written.indexOf('[');
  const name = bracket > 0 ? written.slice(0, bracket) : written;
  const slash = name.charCodeAt(0) === 47 ? name.lastIndexOf('/') + 1 : 0;
  const end = name.indexOf('/', slash);
  return name.slice(slash, end < 0 ? undefined : end);
}

/** What an SDK of OpenTelemetry says it is written in -> the program that stands for it. */
const runtimes: Readonly<Record<string, string>> = {
  java: 'java',
  python: 'python',
  ruby: 'rails',
  nodejs: 'node',
};

/** Where a record of an application comes from by the runtime it names; null where it names none that is known. */
export function runtimeRoute(language: unknown): Route | null {
  if (typeof language !== 'string' || !Object.hasOwn(runtimes, language)) return null;
  const { alsoProducts = [], product = null } = programs[runtimes[language] as string] as Program;
  const known = routes.get(`runtime ${language}`);
  if (known !== undefined) return known;
  const route: Route = { product, alsoProducts, services: [], categories: ['application'], aliases: none };
  routes.set(`runtime ${language}`, route);
  return route;
}
