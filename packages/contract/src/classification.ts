// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';

/** Reference Security Incident Taxonomy, version 1003: class -> types, as machine values. */
export const rsit = {
  'abusive-content': ['spam', 'harmful-speech', 'violence'],
  'malicious-code': ['infected-system', 'c2-server', 'malware-distribution', 'malware-configuration'],
  'information-gathering': ['scanner', 'sniffing', 'social-engineering'],
  'intrusion-attempts': ['ids-alert', 'brute-force', 'exploit'],
  intrusions: [
    'privileged-account-compromise',
    'unprivileged-account-compromise',
    'application-compromise',
    'system-compromise',
    'burglary',
  ],
  availability: ['dos', 'ddos', 'misconfiguration', 'sabotage', 'outage'],
  'information-content-security': [
    'unauthorised-information-access',
    'unauthorised-information-modification',
    'data-loss',
    'data-leak',
  ],
  fraud: ['unauthorised-use-of-resources', 'copyright', 'masquerade', 'phishing'],
  vulnerable: [
    'weak-crypto',
    'ddos-amplifier',
    'potentially-unwanted-accessible',
    'information-disclosure',
    'vulnerable-system',
  ],
  other: ['other', 'undetermined'],
  test: ['test'],
} as const;
export type RsitClass = keyof typeof rsit;
export type RsitType = (typeof rsit)[RsitClass][number];
export const rsitClasses = Object.keys(rsit) as [RsitClass, ...RsitClass[]];
export const rsitTypes = Object.values(rsit).flat() as [RsitType, ...RsitType[]];
export const rsitClass = z.enum(rsitClasses).describe('RSIT class').meta({ id: 'RsitClass' });
export const rsitType = z
  .enum(rsitTypes)
  .describe('RSIT type; belongs to its class')
  .meta({ id: 'RsitType' });

/** The class a type belongs to: every RSIT type stands under exactly one. */
export function rsitClassOf(type: RsitType): RsitClass {
  for (const name of rsitClasses) {
    if ((rsit[name] as readonly string[]).includes(type)) {
      return name;
    }
  }
  throw new Error(`Cannot place RSIT type "${type}": it stands under no class`);
}

/** Traffic Light Protocol 2.0 (FIRST): only these five strings. */
export const tlpLabels = ['TLP:RED', 'TLP:AMBER+STRICT', 'TLP:AMBER', 'TLP:GREEN', 'TLP:CLEAR'] as const;
export const tlp = z.enum(tlpLabels).describe('TLP 2.0 label: with whom this may be shared');
export type Tlp = z.infer<typeof tlp>;

/** Impact scale of policy 2.4[4], in falling order. Labels and meanings can be tailored; the levels stay. */
export const severities = ['critical', 'important', 'medium', 'low'] as const;
export const severity = z
  .enum(severities)
  .describe('Severity: critical, important, medium or low')
  .meta({ id: 'Severity' });
export type Severity = z.infer<typeof severity>;

/** Root causes: the five of the NIS2 taxonomy, which map one to one on DORA 4.1. */
export const rootCauseClasses = [
  'system-failures',
  'natural-phenomena',
  'human-errors',
  'malicious-actions',
  'third-party-failures',
] as const;
export const rootCauseClass = z.enum(rootCauseClasses).describe('High-level root cause');

export const personalDataFlags = ['unknown', 'no', 'yes'] as const;
/** Policy 2.4[4]: whether the incident is part of a personal data breach. */
export const personalData = z.enum(personalDataFlags).describe('Whether personal data is touched');

export const certainties = ['certain', 'likely', 'estimated'] as const;
export const certainty = z.enum(certainties).describe('How sure the moment or fact is');
