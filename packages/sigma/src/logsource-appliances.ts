// SPDX-License-Identifier: Apache-2.0
import type { EventFields } from './event.ts';
import type { Aliases, Route } from './route.ts';

/** Firewalls call what they did and between whom by these names; the rules by the first. */
const firewallAliases: Aliases = [
  ['src_ip', 'srcip'],
  ['src_ip', 'src'],
  ['src_ip', 'SRC'],
  ['dst_ip', 'dstip'],
  ['dst_ip', 'dst'],
  ['dst_ip', 'DST'],
  ['src_port', 'srcport'],
  ['src_port', 'spt'],
  ['src_port', 'SPT'],
  ['dst_port', 'dstport'],
  ['dst_port', 'dpt'],
  ['dst_port', 'DPT'],
  ['action', 'act'],
  ['action', 'activity'],
];
const proxyAliases: Aliases = [
  ['c-uri', 'request'],
  ['c-uri', 'url'],
  ['cs-host', 'dhost'],
  ['cs-host', 'hostname'],
  ['c-useragent', 'requestClientApplication'],
  ['c-useragent', 'agent'],
  ['cs-method', 'requestMethod'],
  ['cs-method', 'method'],
  ['sc-status', 'outcome'],
  ['dst_ip', 'dst'],
  ['cs-username', 'suser'],
];
const antivirusAliases: Aliases = [
  ['Signature', 'cs1'],
  ['Signature', 'virusName'],
  ['Signature', 'virus'],
  ['Filename', 'filePath'],
  ['Filename', 'fname'],
  ['Filename', 'filename'],
];

const of = (
  product: string | null,
  services: readonly string[],
  categories: readonly string[] = [],
  aliases: Aliases = [],
  alsoProducts: readonly string[] = [],
): Route => ({ product, services, categories, aliases, alsoProducts });

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Modules of Cisco's mnemonics -> service. Commands that were given are told by few, and rules look for single words. */
const ciscoCommands =
  /^(?:PARSER|AAA|AAAA|TAC|TACACS|HA_EM|SYS|SEC_LOGIN|WEBUI|CFGLOG|SSH|LINEPROTO_CFG|ARCHIVE)$/;
const cisco = {
  aaa: of('cisco', ['aaa', 'syslog']),
  bgp: of('cisco', ['bgp', 'syslog']),
  ldp: of('cisco', ['ldp', 'syslog']),
  firewall: of('cisco', ['asa', 'syslog'], ['firewall'], firewallAliases),
  syslog: of('cisco', ['syslog']),
};
const huawei = of('huawei', ['syslog']);
const huaweiBgp = of('huawei', ['bgp', 'syslog']);

/** `%SYS-5-CONFIG_I: …` of Cisco, `%%01BGP/3/BGP_AUTH_FAILED…` of Huawei. */
function mnemonicRoute(message: string): Route | null {
  const huaweiModule = /^%%\d\d([A-Z0-9_]{1,32})\/\d/.exec(message)?.[1];
  if (huaweiModule !== undefined) return huaweiModule === 'BGP' ? huaweiBgp : huawei;
  const [, module = '', mnemonic = ''] =
    /^%([A-Z][A-Z0-9_-]{0,63}?)-\d-([A-Z0-9_]{1,64})/.exec(message) ?? [];
  if (module === '') return null;
  if (/^(?:ASA|FTD|PIX|FWSM)$/.test(module)) return cisco.firewall;
  if (module.includes('LDP') || (module === 'TCP' && message.includes('LDP'))) return cisco.ldp;
  if (module.includes('BGP') || mnemonic === 'BADAUTH') return cisco.bgp;
  return ciscoCommands.test(module) ? cisco.aaa : cisco.syslog;
}

const fortigate = new Map<string, Route>(
  ['event', 'traffic', 'utm', 'anomaly'].map((type) => [
    type,
    of(
      'fortigate',
      type === 'event' ? ['event', 'sslvpnd'] : [type],
      type === 'traffic' ? ['firewall'] : type === 'utm' ? ['proxy'] : [],
      type === 'utm' ? proxyAliases : firewallAliases,
      ['fortios'],
    ),
  ]),
);
const fortigateOther = of('fortigate', [], [], firewallAliases, ['fortios']);

const paloalto = {
  traffic: of('paloalto', ['traffic'], ['firewall', 'appliance'], firewallAliases),
  threat: of('paloalto', ['threat'], ['proxy', 'appliance'], proxyAliases),
  globalprotect: of('paloalto', ['globalprotect'], ['appliance', 'file_event']),
  other: of('paloalto', [], ['appliance'], firewallAliases),
};
/** Lines of PAN-OS are rows: a number, when, serial number, type, subtype. */
const panos = /^\d?,\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d,\w{1,32},([A-Z]{1,32}),([a-z-]{0,32})/;

function paloaltoRoute(type: string, subtype: string): Route {
  if (type === 'TRAFFIC') return paloalto.traffic;
  if (type === 'THREAT' || type === 'URL') return paloalto.threat;
  if (type === 'GLOBALPROTECT' || subtype === 'globalprotect') return paloalto.globalprotect;
  return paloalto.other;
}

/** Kinds of product by a word in the name CEF and LEEF give; which are firewalls, proxies, scanners. */
const vendorKinds: readonly (readonly [RegExp, Route])[] = [
  [
    /check ?point|sonicwall|barracuda|watchguard|sophos|stormshield|pfsense|firewall|forcepoint ngfw/i,
    of(null, [], ['firewall'], firewallAliases),
  ],
  [
    /zscaler|bluecoat|blue coat|proxysg|proxy|websense|forcepoint|netskope|umbrella|skyhigh/i,
    of(null, [], ['proxy'], proxyAliases),
  ],
  [
    /antivirus|anti-virus|endpoint security|deep security|officescan|apex one|kaspersky|eset|mcafee|symantec|trend micro|malware/i,
    of(null, [], ['antivirus'], antivirusAliases),
  ],
];
const vendors = new Map<string, Route | null>();
const VENDORS_MAX = 1_000;

function vendorRoute(vendor: string, product: string, fields: EventFields): Route | null {
  const id = text(fields['DeviceEventClassID']) || text(fields['EventID']);
  if (/^palo alto/i.test(vendor))
    return paloaltoRoute(
      (text(fields['cat']) || text(fields['Type']) || id).toUpperCase(),
      text(fields['Subtype']).toLowerCase(),
    );
  if (/^fortinet/i.test(vendor))
    return fortigate.get(text(fields['cat']).split(':')[0] ?? '') ?? fortigateOther;
  const key = `${vendor} ${product}`;
  const known = vendors.get(key);
  if (known !== undefined) return known;
  const route = /^cisco$/i.test(vendor)
    ? cisco.firewall
    : (vendorKinds.find(([names]) => names.test(key))?.[1] ?? null);
  if (vendors.size < VENDORS_MAX) vendors.set(key, route);
  return route;
}

const packetFilter = of('linux', ['syslog', 'iptables'], ['firewall'], firewallAliases);

/** Where a line comes from that an appliance wrote; null for all others. */
export function applianceRoute(fields: EventFields): Route | null {
  const vendor = text(fields['DeviceVendor']);
  if (vendor !== '') return vendorRoute(vendor, text(fields['DeviceProduct']), fields);
  if (fields['devid'] !== undefined && fields['subtype'] !== undefined)
    return fortigate.get(text(fields['type'])) ?? fortigateOther;
  if (fields['SRC'] !== undefined && fields['DST'] !== undefined && fields['PROTO'] !== undefined)
    return packetFilter;
  const message = fields['message'];
  if (typeof message !== 'string') return null;
  const first = message.charCodeAt(0);
  if (first === 37) return mnemonicRoute(message);
  if (!(first >= 48 && first <= 57) && first !== 44) return null;
  const [, type, subtype = ''] = panos.exec(message) ?? [];
  return type === undefined ? null : paloaltoRoute(type, subtype);
}
