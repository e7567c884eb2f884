// SPDX-License-Identifier: Apache-2.0
export { applianceFormat, eachApplianceField } from './appliance.ts';
export { type AuditRecord, auditEvents } from './audit-events.ts';
export { auditdStart } from './auditd.ts';
export { eachJournalField } from './journal-entry.ts';
export { isObject, type JsonObject, objectIn } from './json-fields.ts';
export { zoneOffsetS } from './moment.ts';
export type { NormalForm, Read, ReadHints, ReadState } from './normal-form.ts';
export { attributesOf, plainOf } from './otlp-record.ts';
export { eachPair, looksLikePairs } from './pairs.ts';
export { headerOf } from './read-body.ts';
export { READING_VERSION, readEntry, readState } from './read-entry.ts';
export { eventInXml } from './windows-xml.ts';
