// SPDX-License-Identifier: Apache-2.0

/** What the desk itself writes down as the reason of a mail that waits; anything else is a mail server's own words. */
const own = new Map([
  ['no mail server is configured', 'mails:waits.no_server'],
  ['neither BELFRY_MAIL_FROM nor a helpdesk mail of the organisation is set', 'mails:waits.no_sender'],
]);

export const keyOfReason = (reason: string): string | null => own.get(reason) ?? null;
