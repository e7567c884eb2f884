// SPDX-License-Identifier: Apache-2.0

/**
 * Every limit of the desk, with its unit in the name. A request beyond one is refused with a problem
 * that names the limit; nothing is cut silently.
 */
export const limits = {
  /** JSON request bodies, in bytes. */
  jsonBodyBytesMax: 1_048_576,
  /** Nesting of arrays and objects in a JSON body, in levels. */
  jsonDepthMax: 32,
  /** One-line texts such as titles and names, in UTF-16 units. */
  titleCharactersMax: 300,
  /** The sentence a reporter begins with, in UTF-16 units. */
  summaryCharactersMax: 4_000,
  /** Long texts such as descriptions, notes and messages, in UTF-16 units. */
  textCharactersMax: 50_000,
  /** What a list carries of a report's description, in code points; the report itself has it whole. */
  excerptCharactersMax: 300,
  /** Reasons given for a decision, in UTF-16 units. */
  reasonCharactersMax: 4_000,
  /** One attached file, in bytes. */
  attachmentBytesMax: 26_214_400,
  /** Files on one report, as a count. */
  attachmentsPerReportMax: 20,
  /** Ordinary fields beside the files of a form, as a count and in bytes: they are held in memory before anybody is known. */
  formFieldsMax: 20,
  formFieldBytesMax: 262_144,
  /** Names of attached files, in UTF-16 units. */
  fileNameCharactersMax: 255,
  /** Entries on one page of a list, as a count. */
  pageSizeMax: 200,
  pageSizeDefault: 50,
  /** Where a page ended, in characters: the longest title in base64, four bytes a letter. */
  cursorCharactersMax: 2_000,
  /** Files named in one receipt of a hand-over to the police, as a count. */
  handedItemsMax: 200,
  /** Recipients of one announcement, and added in one call, as counts. */
  recipientsPerAnnouncementMax: 100_000,
  recipientsPerCallMax: 5_000,
  /** Recipients written in one statement, and mails written in one transaction, as counts. */
  recipientsPerStatementMax: 1_000,
  announcementMailsPerStepMax: 100,
  /** A CSV list of recipients, in UTF-16 units: it travels as JSON. */
  recipientListCharactersMax: 900_000,
  /** Systems one request for assistance reaches, as a count. */
  assistanceSystemsMax: 100,
  /** How long one consent to a CSIRT’s access lasts at most, in days: then somebody has to consent anew. */
  assistanceDaysMax: 180,
  /** Reports decided on in one call, as a count. */
  bulkDecisionsMax: 200,
  /** Reports named when an incident is declared, as a count. */
  fromReportsMax: 200,
  /** People with a hand in one incident, as a count. The index that counts incidents carries them: 2,704 bytes a row. */
  participantsMax: 150,
  /** Functions hit by one incident, as a count; each in UTF-16 units. */
  functionsPerIncidentMax: 50,
  functionCharactersMax: 120,
  /** A text of the public guide, and a web address in it, in UTF-16 units. */
  guideTextCharactersMax: 6_000,
  webAddressCharactersMax: 500,
  /** Months in one statistic, as a count. */
  statisticsMonthsMax: 36,
  /** Terms of one vocabulary, as a count; their words and explanations in UTF-16 units. */
  termsPerVocabularyMax: 60,
  termLabelCharactersMax: 100,
  termHintCharactersMax: 500,
  /** Ways to reach one contact, as a count; contacts in one export, as a count. */
  channelsPerContactMax: 20,
  contactsExportedMax: 50_000,
  /** Languages an authority takes, as a count; authorities in the book, as a count. */
  authorityLanguagesMax: 30,
  authoritiesMax: 2_000,
  /** An answer to a question of the law that counts, in the unit its name ends in. */
  lawCountMax: 1_000_000_000_000_000,
  /** Until somebody has to look at the profile of the organisation again, in months. */
  profileReviewMonthsMax: 12,
  /** Calls one person writes down at once, as a count; how long one that was thrown away can be taken back, in milliseconds. */
  callDraftsPerPersonMax: 50,
  callDiscardedMsMax: 24 * 3_600_000,
  /** Callers offered while typing, and their open reports, as counts. */
  callersFoundMax: 8,
  callerReportsMax: 5,
  /** Promises to call back on one list, and tries on one promise, as counts. */
  callBacksListedMax: 200,
  callBackTriesMax: 100,
  /** Business functions of an organisation, as a count. */
  businessFunctionsMax: 200,
  /** Measures named when an incident is closed, as a count. */
  measuresPerClosingMax: 50,
  /** People consulted on a task, and people informed of it, as a count each. */
  peoplePerTaskRoleMax: 20,
  /** A mail address, in UTF-16 units (RFC 5321 section 4.5.3.1.3, without the angle brackets). */
  mailAddressCharactersMax: 254,
  /** How long an Idempotency-Key keeps its answer, in milliseconds. */
  idempotencyKeyAgeMsMax: 24 * 3_600_000,
  /** What a system sends in one call, as alerts; more of them are kept with the call and told of together. */
  webhookOccurrencesPerCallMax: 200,
  /** Calls to one webhook, as a count in a minute. */
  webhookCallsPerMinuteMax: 30_000,
  /** Wrong secrets from one address before it has to wait, as a count in fifteen minutes. */
  webhookAttemptsMax: 20,
  webhookWindowMs: 15 * 60_000,
  /** Time without an alert after which the next one opens a report of its own, in minutes. */
  silenceMinutesMin: 1,
  silenceMinutesMax: 10_080,
  silenceMinutesDefault: 60,
  /** Repeats of one report get one entry in the record in this time, which counts them all, in milliseconds. */
  repeatsCountedAfterMs: 5 * 60_000,
  /** Parts of a mapping: a template in UTF-16 units; alternatives of a field, facts and words as counts. */
  templateCharactersMax: 1_000,
  templatesPerFieldMax: 5,
  factsPerMappingMax: 20,
  wordsPerMappingMax: 60,
  /** A key by which alerts belong together, and one fact, in UTF-16 units. */
  groupKeyCharactersMax: 1_000,
  factCharactersMax: 2_000,
  /** Search words, in UTF-16 units. */
  queryCharactersMax: 200,
  /** A password, in UTF-16 units. NIST SP 800-63B-4 asks for at least 8, with a second factor; we take 12. */
  passwordCharactersMin: 12,
  passwordCharactersMax: 256,
  /** A browser session, in milliseconds: idle and absolute. */
  sessionIdleMsMax: 8 * 3_600_000,
  sessionAgeMsMax: 24 * 3_600_000,
  /** How long a proof of identity counts for changing a password, passkey, code or token, in milliseconds. */
  proofAgeMsMax: 15 * 60_000,
  /** How long somebody who proved anew who they are may do the one act they proved it for, in milliseconds. */
  reassertionAgeMsMax: 5 * 60_000,
  /** A passkey prompt or a visit to the single sign-on that nobody came back from, in milliseconds. */
  ceremonyAgeMsMax: 10 * 60_000,
  /** Recovery codes in a set, passkeys and living API tokens of one person, as counts. */
  recoveryCodesCount: 10,
  passkeysPerPersonMax: 20,
  tokensPerPersonMax: 100,
  /** One-time links, in milliseconds. */
  setupLinkAgeMsMax: 24 * 3_600_000,
  invitationAgeMsMax: 7 * 86_400_000,
  /** Life of an API token, in days. */
  tokenAgeDaysMax: 366,
  tokenAgeDaysDefault: 90,
  /** A draft of the public form that nobody sent, in milliseconds. */
  reportDraftAgeMsMax: 24 * 3_600_000,
  /** Public reports from one address, as a count in a minute. */
  publicReportsPerMinuteMax: 30,
  /** Pages of the public form sent in from one address, as a count in a minute. */
  publicPagesPerMinuteMax: 300,
  /** Files sent in through the public form from one address, in mebibytes an hour. */
  publicUploadMebibytesPerHourMax: 1_024,
  /** Room on the disk that files never take: the database and the record need it, in bytes. */
  diskReserveBytesMin: 536_870_912,
  /** How long a receipt that was exchanged keeps its report open, in milliseconds. */
  reportTicketAgeMsMax: 3_600_000,
  /** How long a report that was just sent shows its receipt again, in milliseconds: for a page that did not arrive. */
  receiptShownMsMax: 10 * 60_000,
  /** Wrong receipts from one address before it has to wait, as a count in fifteen minutes. */
  receiptAttemptsMax: 10,
  receiptWindowMs: 15 * 60_000,
  /** Wrong receipts from everywhere together that mean an attack, and what each address then still may, as counts. */
  receiptAttemptsEverywhereMax: 1_000,
  receiptAttemptsInFloodMax: 3,
  /** How long a personal link in a mail opens its report, in milliseconds; and new ones sent for one report in an hour. */
  reportLinkAgeMsMax: 30 * 86_400_000,
  reportLinksPerHourMax: 3,
  /** What an anonymous reporter adds when they say who they are, in UTF-16 units. */
  identityNoteCharactersMax: 2_000,
  /** Wrong sign-ins for one person, as a count in fifteen minutes. */
  signInAttemptsMax: 10,
  /** The same for one address: an office shares one, a guesser too. */
  signInAttemptsPerAddressMax: 50,
  signInWindowMs: 15 * 60_000,
  /** An imported logbook, in bytes and in rows. */
  importBytesMax: 20_971_520,
  importRowsMax: 20_000,
  /** Columns of an imported logbook, as a count. */
  importColumnsMax: 200,
  /** Rows and problems shown in the preview of an import, as counts. */
  importRowsShownMax: 200,
  importProblemsShownMax: 1_000,
  /** Outgoing mail: time between two attempts, which doubles from the least to the most. */
  mailRetryAfterMsMin: 30_000,
  mailRetryAfterMsMax: 4 * 3_600_000,
  /** Attempts to send one mail, as a count; and how long it may wait for a mail server. */
  mailAttemptsMax: 30,
  mailAgeMsMax: 5 * 86_400_000,
  /** Time one attempt has before another process may take the mail over. */
  mailLeaseMs: 3 * 60_000,
  /** One received mail, in bytes: what mail servers commonly let through, and a tenth more for its encoding. */
  incomingMailBytesMax: 36_700_160,
  /** Headers kept of a mail that is longer than that, in bytes. */
  incomingMailHeaderBytesMax: 262_144,
  /** How long the same bytes for the same mailbox are one mail: a sender gives up after five days (RFC 5321 section 4.5.4.1). */
  incomingMailSameMsMax: 7 * 86_400_000,
  /** Time one look at a received mail has before another process may take it over. */
  incomingMailLeaseMs: 3 * 60_000,
  /** Connections to the mail receiver at once: in all, and from one network (/24, or /64 in IPv6). */
  smtpConnectionsMax: 200,
  smtpConnectionsPerNetworkMax: 40,
  /** Recipients of one mail, and mails on one connection, as counts. */
  smtpRecipientsMax: 100,
  smtpMailsPerConnectionMax: 500,
  /** Commands on one connection that lead to no mail, as a count. */
  smtpIdleCommandsMax: 50,
  /** Time for the next command, and for the whole of one mail, in milliseconds: a sender that trickles holds a place. */
  smtpCommandMsMax: 60_000,
  smtpMailMsMax: 10 * 60_000,
  /** Fetching mail: time between two looks where the server announces nothing, and between two attempts, doubling. */
  imapLookEveryMs: 60_000,
  imapRetryAfterMsMin: 5_000,
  imapRetryAfterMsMax: 15 * 60_000,
  /** Time for any one answer of a mail server, for one mail, and for waiting until it announces something. */
  imapAnswerMsMax: 30_000,
  imapMailMsMax: 10 * 60_000,
  imapIdleMsMax: 5 * 60_000,
  /** Taking a mail apart. The mail itself is always kept whole; what is beyond is cut from the reading, with a mark. */
  mailReadBytesMax: 41_943_040,
  /** Time and memory one mail may take before its reader is ended, in milliseconds and mebibytes. */
  mailReadMsMax: 20_000,
  mailReadHeapMebibytesMax: 256,
  /** Parts of a mail, parts within parts, and mails within mails, as counts. */
  mailPartsMax: 1_000,
  mailPartDepthMax: 20,
  mailInsideDepthMax: 8,
  mailsInsideMax: 50,
  /** One block of headers, in bytes; one header as shown, and those of all mails in a mail together, in UTF-16 units. */
  mailHeaderBytesMax: 131_072,
  mailHeaderCharactersMax: 16_384,
  mailHeadersCharactersMax: 400_000,
  /** Headers shown of all mails in a mail together, as a count. */
  mailHeadersMax: 1_000,
  /** Addresses of one header, and stations and statements of one mail, as counts. */
  mailAddressesMax: 200,
  mailFactsMax: 100,
  /** Words of all mails in a mail together, in UTF-16 units; HTML they are taken from, in bytes a part. */
  mailTextCharactersMax: 400_000,
  mailTextBytesMax: 8_388_608,
  /** Links and files of all mails in a mail together, as counts; a link in UTF-16 units. */
  mailLinksMax: 1_000,
  mailLinkCharactersMax: 2_000,
  mailFilesMax: 500,
  /** Addresses of one mail written from an incident, as a count; its subject, in UTF-16 units. */
  mailRecipientsMax: 20,
  mailSubjectCharactersMax: 200,
  /** Receipts by mail to one address, as a count in a window of this many milliseconds: a loop of mails ends there. */
  mailReceiptsPerAddressMax: 5,
  mailReceiptsWindowMs: 3_600_000,
  /** Attempts to take in one received mail, as a count, before a person has to look. */
  incomingMailAttemptsMax: 12,
  /** Live update connections of one person, as a count. */
  liveConnectionsPerPersonMax: 10,
  /** Updates a live connection may leave unread before it is ended, in bytes. */
  liveUnreadBytesMax: 1_048_576,
  /** A critical alert nobody acknowledges: time before it repeats, and before it climbs to the deputy. */
  alertRepeatAfterMs: 5 * 60_000,
  alertClimbAfterRepeats: 2,
  alertRepeatsMax: 24,
  /** Steps of alerts taken in one transaction, and calls of one kind that one person gets at once before they are told together; as counts. */
  alertsPerBatchMax: 10_000,
  callsAtOnceMax: 3,
  /** How long pages of limits wait while more marks ring, so that a storm is one call, in milliseconds. */
  stormGatheredMsMax: 10_000,
  /** Lines of a call that tells of many, as a count. */
  callLinesMax: 20,
  /** A duty without a number of hours: how often it is reminded of until somebody says otherwise, in milliseconds. */
  dutyReminderAfterMs: 24 * 3_600_000,
  /** Repeats of a test call, as a count. */
  testCallRepeatsMax: 2,
  /** Turns in a rotation, as a count; days of one turn; weeks of a calendar of duties. */
  rosterPeopleMax: 60,
  rosterTurnDaysMax: 92,
  rosterWeeksMax: 12,
  /** Devices of one person, as a count. */
  pushSubscriptionsPerPersonMax: 10,
  /** How long a push service keeps a message for a device that is off, in seconds. */
  pushKeptSecondsMax: 86_400,
  /** Addresses that calls are sent to, tokens and templates, in UTF-16 units; numbers that are texted, as a count. */
  urlCharactersMax: 2_000,
  webhookTokenCharactersMax: 4_000,
  webhookTemplateCharactersMax: 4_000,
  webhookRecipientsMax: 20,
  /** One outgoing call: its time in milliseconds, what is read of the answer in bytes, attempts as a count, the lease. */
  outgoingCallMsMax: 10_000,
  outgoingAnswerBytesMax: 65_536,
  channelAttemptsMax: 12,
  channelLeaseMs: 60_000,
  channelBackoffMs: 5_000,
  channelBackoffMsMax: 3_600_000,
  /** Names of queues, rules and canned texts, in UTF-16 units. */
  queueNameCharactersMax: 120,
  /** Queues, and people who prefer one, as counts. */
  queuesMax: 100,
  queuePeopleMax: 50,
  /** Routing rules, as a count; terms in one condition, as a count, each in UTF-16 units. */
  routingRulesMax: 200,
  ruleTermsMax: 100,
  ruleTermCharactersMax: 200,
  /** How far back a dry run looks, in milliseconds; reports on one of its pages, as a count. */
  dryRunBackMs: 90 * 86_400_000,
  dryRunPageReports: 5_000,
  dryRunSamplesMax: 5,
  dryRunPagesPerMinuteMax: 600,
  /** Canned texts, as a count; one of them in one language, in UTF-16 units. */
  cannedTextsMax: 500,
  cannedTextCharactersMax: 10_000,
  /** Time to first answer is told over this long, in milliseconds. */
  answerTimesBackMs: 30 * 86_400_000,
  /** What a look into the logbook is for, and its query, in UTF-16 units; sources it names, as a count. */
  logPurposeCharactersMax: 300,
  logQueryCharactersMax: 2_000,
  logLookSourcesMax: 100,
  /** How long entries are read under one look, in milliseconds; then it is begun anew, with its purpose. */
  logLookAgeMsMax: 12 * 3_600_000,
  /** Entries shown on each side of one, as a count. */
  logAroundEntriesMax: 50,
  /** Entries one bundle takes out, as a count. */
  logExportEntriesMax: 50_000,
  /** Terms of a query for the logbook, as a count, and parentheses and negations inside each other. */
  logQueryTermsMax: 100,
  logQueryDepthMax: 32,
  /** Sources of the logbook and ways one is known by, as counts; names and reasons of them, in UTF-16 units. */
  logSourcesMax: 2_000,
  logSourceIdentitiesMax: 100,
  logSourceNameCharactersMax: 120,
  logSourceReasonCharactersMax: 500,
  /** Silence of a source before there is an alarm, in minutes. */
  logSourceSilenceMinutesMax: 44_640,
  /** Findings decided on in one call, as a count. */
  findingDecisionsMax: 200,
  /** Entries kept with a finding: the first ones, and the newest ones, as counts. */
  findingFirstEntriesMax: 20,
  findingNewestEntriesMax: 20,
  /** How long one finding gathers at most, however often its key repeats, in milliseconds. */
  findingAgeMsMax: 24 * 3_600_000,
  /** Hours of a finding that are shown apart, as a count: more than it can gather over. */
  findingHoursMax: 48,
  /** Findings one rule opens, and reports it sends to triage, in this many milliseconds, as counts; the rest gathers in one. */
  findingsPerRuleMax: 200,
  findingReportsPerRuleMax: 20,
  findingsPerRuleWindowMs: 3_600_000,
  /** Reports all rules together send to triage apart in that time, as a count; the rest gathers in one of each rule. */
  findingReportsMax: 300,
  /** Alerts of rules that ring at once, as a count: whoever answers them finds the other reports in triage. */
  findingAlertsMax: 10,
  /** Hits taken up in one transaction, as a count. */
  hitsPerBatchMax: 500,
  /** How long something is not told again, at most, in milliseconds. */
  suppressionMsMax: 366 * 86_400_000,
  /** Findings of other rules with the same key that one finding shows, as a count. */
  findingOthersMax: 20,
  /** Value of a key of a finding, in UTF-16 units: what is longer is cut. */
  findingKeyValueCharactersMax: 200,
  /** Answers to questions of the law in one call, as a count. */
  assessmentAnswersMax: 200,
  /** Marks of a crisis, as a count. */
  crisisCriteriaMax: 50,
  /** Days until a look back at recurring incidents is due. */
  recurrenceReviewDueDays: 14,
  /** Incidents one look back reads, the newest of its months, as a count. */
  recurrenceIncidentsMax: 5_000,
  /** Days until a monthly review of detection is due. */
  detectionReviewDueDays: 14,
  /** Days after which a rule that found nothing counts as silent. */
  silentRuleDays: 90,
  /** Findings a rule has at least before it counts as noisy, as a count, and how precise it is at most, as a share. */
  noisyRuleFindingsMin: 10,
  noisyRulePrecisionMax: 0.2,
  /** Rules and people that one list of a review shows, and rules whose findings are counted, as counts. */
  detectionReviewListedMax: 100,
  rulesCountedMax: 200,
  /** Documents of detection rules that run at once, as a count. */
  detectionDocumentsMax: 10_000,
  /** Documents in one set of detection rules, and files looked at for them, as counts. */
  ruleSetDocumentsMax: 20_000,
  ruleSetFilesMax: 50_000,
  /** What a set is read from, in bytes: packed, unpacked, and one file of it. */
  ruleUploadBytesMax: 26_214_400,
  ruleSetBytesMax: 33_554_432,
  ruleFileBytesMax: 1_000_000,
  /** Sets of rules, as a count; their names, and paths on this machine, in UTF-16 units. */
  ruleSetsMax: 100,
  ruleSetNameCharactersMax: 120,
  rulePathCharactersMax: 1_000,
  /** A rule written by hand, in UTF-16 units: its old and new text have to fit into one entry of the record. */
  ownRuleCharactersMax: 100_000,
  ownRulesMax: 5_000,
  /** Events a rule is tried on, as text in UTF-16 units and as a count, and how long that may take, in milliseconds. */
  ruleTryCharactersMax: 1_000_000,
  ruleTryEventsMax: 1_000,
  ruleTryMsMax: 10_000,
  ruleTriesPerMinuteMax: 120,
  /** Documents that are tried together, as a count. */
  ruleTryDocumentsMax: 50,
  /** Fields of an event that was tried which are shown, as a count; names and values in UTF-16 units. */
  ruleTryFieldsMax: 60,
  ruleTryFieldCharactersMax: 300,
  /** Samples of a rule that fail and are told one by one, as a count. */
  ruleSampleFailuresMax: 20,
  /** Memory that reading or trying rules may take, in megabytes. */
  ruleTaskMegabytesMax: 768,
  /** Reading a set of rules, in milliseconds. */
  ruleReadMsMax: 300_000,
  /** Lines of the rule selection, and words in one part of a line, as counts; a word in UTF-16 units. */
  ruleSelectionLinesMax: 100,
  ruleSelectionWordsMax: 100,
  ruleSelectionWordCharactersMax: 100,
  /** Rules that a change of the selection names among those it turns on or off, as a count. */
  ruleSelectionNamedMax: 50,
  /** Log sources of rules that are listed, as a count: those with most rules. */
  logsourcesListedMax: 1_000,
  /** Lists of placeholders, and values of one, as counts; names and values in UTF-16 units. */
  placeholdersMax: 200,
  placeholderValuesMax: 5_000,
  placeholderCharactersMax: 500,
  /** How far back figures of detection rules go, in days. */
  ruleFiguresDays: 30,
  /** Hunts that wait or run, of everybody and of one person, as counts. */
  huntsUnderWayMax: 50,
  huntsUnderWayPerPersonMax: 10,
  /** Filters in effect that a hunt takes along, as a count. */
  huntFiltersMax: 1_000,
  /** Keys of a hunt that are kept, as a count: those with most hits. */
  huntKeysMax: 1_000,
  /** Entries one hunt reads, as a count, and how long it may take, in milliseconds. */
  huntEntriesMax: 200_000_000,
  huntMsMax: 24 * 3_600_000,
  /** One field of a notification, and one choice in it, in UTF-16 units; choices in a field, as a count. */
  notificationFieldCharactersMax: 20_000,
  notificationChoiceCharactersMax: 100,
  notificationChoicesMax: 200,
  /** Identifier of a field, and of a regime or stage, in UTF-16 units. */
  fieldIdCharactersMax: 60,
  regimeIdCharactersMax: 60,
  /** How often one stage comes again for an incident, as a count. */
  stageOccurrencesMax: 1_000,
  /** A comment on a notification, in UTF-16 units; comments on one, as a count. */
  commentCharactersMax: 4_000,
  notificationCommentsMax: 500,
  /** The reference an authority gives, in UTF-16 units; attachments that prove one filing, as a count. */
  authorityReferenceCharactersMax: 200,
  filingProofsMax: 20,
  /** How far a filing recorded by hand may lie ahead of our clock, or before its approval, in milliseconds. */
  filingAheadMsMax: 5 * 60_000,
  /** One document that is printed: its texts in characters, how long that takes in milliseconds, its memory in megabytes. */
  documentCharactersMax: 600_000,
  documentMsMax: 30_000,
  documentMegabytesMax: 1_024,
  /** How long a document that could not be printed waits at most until it is tried again, in milliseconds. */
  documentRetryAfterMsMax: 3_600_000,
  /** One made document, in bytes. */
  documentBytesMax: 26_214_400,
  /** People who get a report to management that is made by itself, as a count; the longest period of one, in days. */
  reportRecipientsMax: 50,
  reportDaysMax: 3_660,
  /** How long what was met stays on the dashboard of what is owed, in days; and what a calendar keeps of the past. */
  obligationsMetDays: 90,
  calendarPastDays: 30,
  /** Obligations in one calendar, as a count: the next ones. */
  calendarEventsMax: 1_000,
  /** Readings of calendars from one network a minute, as a count. */
  calendarReadsPerMinuteMax: 60,
} as const;
