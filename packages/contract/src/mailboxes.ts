// SPDX-License-Identifier: Apache-2.0

/** What people write to a mailbox about. It decides the kind of the report, and who sees it. */
export const mailboxPurposes = ['incidents', 'vulnerabilities', 'whistleblowing'] as const;
/** How mail reaches us: our own receiver takes it, or we fetch it from a mail server. */
export const mailboxWays = ['smtp', 'imap'] as const;
/** Where a received mail stands. `set_aside` is kept and marked: it became nothing by itself. */
export const incomingMailStates = ['received', 'taken', 'set_aside'] as const;
/** What a received mail turned out to be. */
export const incomingMailNatures = ['person', 'automatic_reply', 'bounce', 'repeated', 'unreadable'] as const;
