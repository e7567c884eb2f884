// SPDX-License-Identifier: Apache-2.0

/**
 * The enterprise matrix of MITRE ATT&CK: tactics and parent techniques, as data of one version. A tag of a rule
 * names a technique (`attack.t1059`) or a part of one (`attack.t1059.001`), which counts for its parent.
 */
export const attackVersion = '19.1';

/** Asked for by the terms of use of ATT&CK wherever it is reproduced. */
export const attackNotice =
  '© 2026 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.';
export const attackTermsUrl = 'https://attack.mitre.org/resources/legal-and-branding/terms-of-use/';

export interface Tactic {
  /** The name in tags: `attack.credential-access`. */
  readonly id: string;
  readonly name: string;
}

/** Columns of the matrix, in its order. Names are MITRE's and are not translated. */
export const tactics: readonly Tactic[] = [
  { id: 'reconnaissance', name: 'Reconnaissance' },
  { id: 'resource-development', name: 'Resource Development' },
  { id: 'initial-access', name: 'Initial Access' },
  { id: 'execution', name: 'Execution' },
  { id: 'persistence', name: 'Persistence' },
  { id: 'privilege-escalation', name: 'Privilege Escalation' },
  { id: 'stealth', name: 'Stealth' },
  { id: 'defense-impairment', name: 'Defense Impairment' },
  { id: 'credential-access', name: 'Credential Access' },
  { id: 'discovery', name: 'Discovery' },
  { id: 'lateral-movement', name: 'Lateral Movement' },
  { id: 'collection', name: 'Collection' },
  { id: 'command-and-control', name: 'Command and Control' },
  { id: 'exfiltration', name: 'Exfiltration' },
  { id: 'impact', name: 'Impact' },
];

export interface Technique {
  readonly id: string;
  readonly name: string;
  readonly tactics: readonly string[];
}

/** Number, tactics by their place in the list above, counted from 0 in base 15, and name. */
const lines = `
1001 c Data Obfuscation
1003 8 OS Credential Dumping
1005 b Data from Local System
1006 6 Direct Volume Access
1007 9 System Service Discovery
1008 c Fallback Channels
1010 9 Application Window Discovery
1011 d Exfiltration Over Other Network Medium
1012 9 Query Registry
1014 6 Rootkit
1016 9 System Network Configuration Discovery
1018 9 Remote System Discovery
1020 d Automated Exfiltration
1021 a Remote Services
1025 b Data from Removable Media
1027 6 Obfuscated Files or Information
1029 d Scheduled Transfer
1030 d Data Transfer Size Limits
1033 9 System Owner/User Discovery
1036 6 Masquerading
1037 45 Boot or Logon Initialization Scripts
1039 b Data from Network Shared Drive
1040 89 Network Sniffing
1041 d Exfiltration Over C2 Channel
1046 9 Network Service Discovery
1047 3 Windows Management Instrumentation
1048 d Exfiltration Over Alternative Protocol
1049 9 System Network Connections Discovery
1052 d Exfiltration Over Physical Medium
1053 345 Scheduled Task/Job
1055 56 Process Injection
1056 8b Input Capture
1057 9 Process Discovery
1059 3 Command and Scripting Interpreter
1068 5 Exploitation for Privilege Escalation
1069 9 Permission Groups Discovery
1070 6 Indicator Removal
1071 c Application Layer Protocol
1072 3a Software Deployment Tools
1074 b Data Staged
1078 2456 Valid Accounts
1080 a Taint Shared Content
1082 9 System Information Discovery
1083 9 File and Directory Discovery
1087 9 Account Discovery
1090 c Proxy
1091 2a Replication Through Removable Media
1092 c Communication Through Removable Media
1095 c Non-Application Layer Protocol
1098 45 Account Manipulation
1102 c Web Service
1104 c Multi-Stage Channels
1105 c Ingress Tool Transfer
1106 3 Native API
1110 8 Brute Force
1111 8 Multi-Factor Authentication Interception
1112 47 Modify Registry
1113 b Screen Capture
1114 b Email Collection
1115 b Clipboard Data
1119 b Automated Collection
1120 9 Peripheral Device Discovery
1123 b Audio Capture
1124 9 System Time Discovery
1125 b Video Capture
1127 6 Trusted Developer Utilities Proxy Execution
1129 3 Shared Modules
1132 c Data Encoding
1133 24 External Remote Services
1134 56 Access Token Manipulation
1135 9 Network Share Discovery
1136 4 Create Account
1137 4 Office Application Startup
1140 6 Deobfuscate/Decode Files or Information
1176 4 Software Extensions
1185 b Browser Session Hijacking
1187 8 Forced Authentication
1189 2 Drive-by Compromise
1190 2 Exploit Public-Facing Application
1195 2 Supply Chain Compromise
1197 346 BITS Jobs
1199 2 Trusted Relationship
1200 2 Hardware Additions
1201 9 Password Policy Discovery
1202 6 Indirect Command Execution
1203 3 Exploitation for Client Execution
1204 3 User Execution
1205 46c Traffic Signaling
1207 7 Rogue Domain Controller
1210 a Exploitation of Remote Services
1211 6 Exploitation for Stealth
1212 8 Exploitation for Credential Access
1213 b Data from Information Repositories
1216 6 System Script Proxy Execution
1217 9 Browser Information Discovery
1218 6 System Binary Proxy Execution
1219 c Remote Access Tools
1220 6 XSL Script Processing
1221 6 Template Injection
1222 7 File and Directory Permissions Modification
1480 6 Execution Guardrails
1482 9 Domain Trust Discovery
1484 57 Domain or Tenant Policy Modification
1485 e Data Destruction
1486 e Data Encrypted for Impact
1489 e Service Stop
1490 e Inhibit System Recovery
1491 e Defacement
1495 e Firmware Corruption
1496 e Resource Hijacking
1497 69 Virtualization/Sandbox Evasion
1498 e Network Denial of Service
1499 e Endpoint Denial of Service
1505 4 Server Software Component
1518 9 Software Discovery
1525 4 Implant Internal Image
1526 9 Cloud Service Discovery
1528 8 Steal Application Access Token
1529 e System Shutdown/Reboot
1530 b Data from Cloud Storage
1531 e Account Access Removal
1534 a Internal Spearphishing
1535 6 Unused/Unsupported Cloud Regions
1537 d Transfer Data to Cloud Account
1538 9 Cloud Service Dashboard
1539 8 Steal Web Session Cookie
1542 46 Pre-OS Boot
1543 45 Create or Modify System Process
1546 45 Event Triggered Execution
1547 45 Boot or Logon Autostart Execution
1548 5 Abuse Elevation Control Mechanism
1550 a Use Alternate Authentication Material
1552 8 Unsecured Credentials
1553 7 Subvert Trust Controls
1554 4 Compromise Host Software Binary
1555 8 Credentials from Password Stores
1556 478 Modify Authentication Process
1557 8b Adversary-in-the-Middle
1558 8 Steal or Forge Kerberos Tickets
1559 3 Inter-Process Communication
1560 b Archive Collected Data
1561 e Disk Wipe
1563 a Remote Service Session Hijacking
1564 6 Hide Artifacts
1565 e Data Manipulation
1566 2 Phishing
1567 d Exfiltration Over Web Service
1568 c Dynamic Resolution
1569 3 System Services
1570 a Lateral Tool Transfer
1571 c Non-Standard Port
1572 c Protocol Tunneling
1573 c Encrypted Channel
1574 3456 Hijack Execution Flow
1578 7 Modify Cloud Compute Infrastructure
1580 9 Cloud Infrastructure Discovery
1583 1 Acquire Infrastructure
1584 1 Compromise Infrastructure
1585 1 Establish Accounts
1586 1 Compromise Accounts
1587 1 Develop Capabilities
1588 1 Obtain Capabilities
1589 0 Gather Victim Identity Information
1590 0 Gather Victim Network Information
1591 0 Gather Victim Org Information
1592 0 Gather Victim Host Information
1593 0 Search Open Websites/Domains
1594 0 Search Victim-Owned Websites
1595 0 Active Scanning
1596 0 Search Open Technical Databases
1597 0 Search Closed Sources
1598 0 Phishing for Information
1599 7 Network Boundary Bridging
1600 7 Weaken Encryption
1601 7 Modify System Image
1602 b Data from Configuration Repository
1606 8 Forge Web Credentials
1608 1 Stage Capabilities
1609 3 Container Administration Command
1610 3 Deploy Container
1611 5 Escape to Host
1612 6 Build Image on Host
1613 9 Container and Resource Discovery
1614 9 System Location Discovery
1615 9 Group Policy Discovery
1619 9 Cloud Storage Object Discovery
1620 6 Reflective Code Loading
1621 8 Multi-Factor Authentication Request Generation
1622 69 Debugger Evasion
1647 7 Plist File Modification
1648 3 Serverless Execution
1649 8 Steal or Forge Authentication Certificates
1650 1 Acquire Access
1651 3 Cloud Administration Command
1652 9 Device Driver Discovery
1653 4 Power Settings
1654 9 Log Enumeration
1657 e Financial Theft
1659 2c Content Injection
1665 c Hide Infrastructure
1666 7 Modify Cloud Resource Hierarchy
1667 e Email Bombing
1668 4 Exclusive Control
1669 2 Wi-Fi Networks
1671 4 Cloud Application Integration
1673 9 Virtual Machine Discovery
1674 3 Input Injection
1675 3 ESXi Administration Command
1677 3 Poisoned Pipeline Execution
1678 6 Delay Execution
1679 6 Selective Exclusion
1680 9 Local Storage Discovery
1681 0 Search Threat Vendor Data
1682 0 Query Public AI Services
1683 1 Generate Content
1684 6 Social Engineering
1685 7 Disable or Modify Tools
1686 7 Disable or Modify System Firewall
1687 7 Exploitation for Defense Impairment
1688 7 Safe Mode Boot
1689 7 Downgrade Attack
1690 7 Prevent Command History Logging
`;

export const techniques: readonly Technique[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [number = '', places = '', ...name] = line.split(' ');
    return {
      id: `T${number}`,
      name: name.join(' '),
      tactics: [...places].map((place) => tactics[Number.parseInt(place, 15)]?.id ?? ''),
    };
  });

const names = new Map(techniques.map(({ id, name }) => [id, name]));

/**
 * What ATT&CK calls today what older rules tag: version 19 took Impair Defenses and others apart. The longest number
 * that is listed counts.
 */
const replaced: Readonly<Record<string, string>> = {
  T1562: 'T1685',
  'T1562.003': 'T1690',
  'T1562.004': 'T1686',
  'T1562.007': 'T1686',
  'T1562.009': 'T1688',
  'T1562.010': 'T1689',
  'T1562.013': 'T1686',
  T1656: 'T1684',
  T1672: 'T1684',
  'T1070.001': 'T1685',
  'T1070.002': 'T1685',
};

/** The technique of the matrix that a number belongs to: `T1059.001` is of `T1059`, `T1562.004` of `T1686`. */
export function parentOf(technique: string): string {
  const whole = technique.toUpperCase();
  const parent = whole.slice(0, 5);
  return replaced[whole] ?? replaced[parent] ?? parent;
}

/** MITRE's name of a technique; a part is told by its number and the name of its parent. */
export const techniqueName = (technique: string): string | undefined => names.get(parentOf(technique));

/** Where ATT&CK tells of a technique; null for what is not one. */
export function techniqueUrl(technique: string): string | null {
  const [, id, part] = /^(T\d{4})(?:\.(\d{3}))?$/i.exec(technique) ?? [];
  return id === undefined
    ? null
    : `https://attack.mitre.org/techniques/${id.toUpperCase()}/${part === undefined ? '' : `${part}/`}`;
}

/** Techniques that the tags of a rule name, each once. */
export const techniquesOf = (tags: readonly string[]): string[] => [
  ...new Set(
    tags
      .map((tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1]?.toUpperCase())
      .filter((one) => one !== undefined),
  ),
];
