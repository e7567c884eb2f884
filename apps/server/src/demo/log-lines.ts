// SPDX-License-Identifier: Apache-2.0

/** Systems of the sample organisation that send logs. Addresses are reserved for documentation (RFC 5737). */
export const sampleSystems = [
  {
    key: 'vpn',
    name: 'VPN-toegang (vpn1)',
    application: 'Toegang op afstand',
    stream: 'user-activity',
    retentionClass: 'functional',
  },
  {
    key: 'counter',
    name: 'Klantenloket web (web2)',
    application: 'Klantenloket',
    stream: 'transaction',
    retentionClass: 'functional',
  },
  {
    key: 'domain',
    name: 'Domeincontroller (dc1)',
    application: 'Active Directory',
    stream: 'security-privacy',
    retentionClass: 'technical',
  },
] as const;

export type SystemKey = (typeof sampleSystems)[number]['key'];

const DAYS = 3;
const LINES_A_DAY = 320;
const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;
/** Somebody tries the doors of the VPN, this long before now, for so many tries. */
const ATTACK_BEFORE_MS = 26 * 60 * MINUTE_MS;
const ATTACK_TRIES = 60;
const ATTACKER = '203.0.113.77';

const accounts = ['noor.maes', 'tariq.haddad', 'wout.peeters', 'sofie.claes', 'bram.dewit', 'svc-backup'];
const pages = ['/', '/aanmelden', '/meterstand', '/facturen', '/verhuizen', '/storingen'];
const workstations = ['PC-0412', 'PC-0417', 'PC-0533', 'LT-0098'];

/** The same numbers for the same seed: two demonstrations tell the same. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

type Roll = ReturnType<typeof dice>;
const pick = <T>(roll: Roll, list: readonly T[]): T => list[roll(list.length)] as T;
const syslog = (at: number, host: string, app: string, words: string) =>
  `<86>1 ${new Date(at).toISOString()} ${host} ${app} ${1_000 + (at % 9_000)} - - ${words}`;

function vpnLine(at: number, roll: Roll): string {
  const address = `192.0.2.${10 + roll(40)}`;
  const port = 40_000 + roll(20_000);
  return roll(14) === 0
    ? syslog(
        at,
        'vpn1',
        'sshd',
        `Failed password for ${pick(roll, accounts)} from ${address} port ${port} ssh2`,
      )
    : syslog(
        at,
        'vpn1',
        'sshd',
        `Accepted publickey for ${pick(roll, accounts)} from ${address} port ${port} ssh2`,
      );
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function counterLine(at: number, roll: Roll): string {
  const [year = '', month = '', day = '', time = ''] = new Date(at).toISOString().split(/[-T.]/);
  const moment = `${day}/${months[Number(month) - 1]}/${year}:${time} +0000`;
  const status = pick(roll, [200, 200, 200, 200, 200, 302, 304, 404, 500]);
  const request = status === 500 ? 'POST /meterstand' : `GET ${pick(roll, pages)}`;
  return `198.51.100.${10 + roll(200)} - - [${moment}] "${request} HTTP/1.1" ${status} ${500 + roll(9_000)} "-" "Mozilla/5.0"`;
}

function domainLine(at: number, roll: Roll): string {
  const hasFailed = roll(12) === 0;
  const account = pick(roll, accounts);
  return JSON.stringify({
    '@timestamp': new Date(at).toISOString(),
    host: { name: 'dc1.dijkvest.example' },
    message: hasFailed ? 'An account failed to log on.' : 'An account was successfully logged on.',
    winlog: {
      channel: 'Security',
      computer_name: 'dc1.dijkvest.example',
      event_id: hasFailed ? '4625' : '4624',
      provider_name: 'Microsoft-Windows-Security-Auditing',
      record_id: Math.floor(at / 1_000),
      event_data: {
        IpAddress: `192.0.2.${60 + roll(60)}`,
        LogonType: '3',
        TargetDomainName: 'DIJKVEST',
        TargetUserName: account,
        WorkstationName: pick(roll, workstations),
      },
    },
  });
}

/** Tries one after the other from one address, and the one that succeeds: what somebody finds who searches. */
function attack(now: number): { at: number; line: string }[] {
  const roll = dice(7);
  return Array.from({ length: ATTACK_TRIES }, (_, index) => {
    const at = now - ATTACK_BEFORE_MS + index * 4_000;
    const port = 50_000 + roll(9_000);
    const words =
      index === ATTACK_TRIES - 1
        ? `Accepted password for svc-backup from ${ATTACKER} port ${port} ssh2`
        : `Failed password for ${pick(roll, ['root', 'admin', 'svc-backup'])} from ${ATTACKER} port ${port} ssh2`;
    return { at, line: syslog(at, 'vpn1', 'sshd', words) };
  });
}

const writers = { vpn: vpnLine, counter: counterLine, domain: domainLine } as const;

/** Some days of a system, oldest first, until now. */
export function linesOf(system: SystemKey, now: Date): string[] {
  const roll = dice(system.length * 101);
  const end = now.getTime();
  const step = DAY_MS / LINES_A_DAY;
  const usual = Array.from({ length: DAYS * LINES_A_DAY }, (_, index) => {
    const at = Math.floor(end - DAYS * DAY_MS + index * step + roll(Math.floor(step)));
    return { at, line: writers[system](at, roll) };
  });
  const all = system === 'vpn' ? [...usual, ...attack(end)] : usual;
  return all.sort((one, other) => one.at - other.at).map(({ line }) => line);
}
