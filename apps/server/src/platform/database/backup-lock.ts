// SPDX-License-Identifier: Apache-2.0

/**
 * Advisory lock of PostgreSQL. A backup holds it alone while it copies; whoever brings rows of the database to a place
 * that is copied beside it shares it, so that the copy never holds what the copied database does not know.
 */
export const BACKUP_LOCK = 0x62656c66;
