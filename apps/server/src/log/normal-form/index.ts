// SPDX-License-Identifier: Apache-2.0
export { type AuditRecord, auditEvents } from './audit-events.ts';
export type { NormalForm, Read, ReadHints } from './normal-form.ts';
export { READING_VERSION, readEntry } from './read-entry.ts';
