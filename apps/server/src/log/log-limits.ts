// SPDX-License-Identifier: Apache-2.0

/** Every bound of the log process, with its unit in the name: nothing in it grows with what somebody sends. */
export const logLimits = {
  /** A file of the journal, in bytes; the group that reaches it still goes in. */
  journalFileBytesMax: 67_108_864,
  /** What one write and one fdatasync take, in bytes; a batch of a single sender may be larger. */
  groupBytesMax: 1_048_576,
  /** What one frame of the journal holds, in bytes and as a count of entries; a larger batch becomes several. */
  frameBytesMax: 67_108_864,
  frameEntriesMax: 65_536,
  /** Batches in one group, as a count: each is two buffers of a gathered write. */
  groupBatchesMax: 256,
  /** What waits for its fdatasync, in bytes; beyond it `append` waits too. */
  unsyncedBytesMax: 67_108_864,
  /** What the reader of the journal takes at once, in bytes; one larger frame is still read whole. */
  journalReadBytes: 2_097_152,
  /** How long an orphan of the process before may hold the journal, in milliseconds. */
  journalLockMsMax: 15_000,
  /** How full the disk may be, in percent: a warning, a sharper one, and no more entries but our own record. */
  diskWarnPercent: 80,
  diskAlarmPercent: 90,
  diskClosedPercent: 95,
  /** Closed too when less is free than this, in bytes: on a small disk five percent are nothing. */
  diskFreeBytesMin: 16_777_216,
  /** How often the disk is looked at, in milliseconds. */
  diskLookMs: 1_000,
  /** Space kept for our own record on a disk others filled: a share of the disk, in percent, and at most bytes. */
  reservePercent: 2,
  reserveBytesMax: 268_435_456,
  /** Body of one request to a receiver, in bytes as sent and in bytes after decompression: what unpacks to more is a bomb or a mistake. */
  requestBytesMax: 33_554_432,
  requestDecodedBytesMax: 67_108_864,
  /** The same for OTLP, which a client must not send again after a refusal (specification, 20 MiB recommended). */
  otlpDecodedBytesMax: 20_971_520,
  /** Entries of one request, as a count. */
  requestEntriesMax: 500_000,
  /** What the entries of one request may have together, in bytes, with what they share and each of them holds. */
  requestEntryBytesMax: 134_217_728,
  /** Requests that are read at once, by all senders and by one source, as counts. */
  requestsAtOnceMax: 256,
  requestsOfSourceAtOnceMax: 64,
  /** Bodies held in memory by all requests together, in bytes; beyond that a sender is asked to come back. */
  bodiesHeldBytesMax: 268_435_456,
  /** How long the body of a request may take in all, and how long it may stand still, in milliseconds. */
  bodyMsMax: 120_000,
  bodyIdleMsMax: 30_000,
  /** How long an upload of a journal may stand still, in milliseconds: it lasts as long as it likes while bytes come. */
  uploadIdleMsMax: 300_000,
  /** Bytes of an upload that are read and not yet on disk: beyond that we stop reading. */
  uploadUnsyncedBytesMax: 4_194_304,
  /** Wrong tokens from one network before it has to wait, as a count in a minute. */
  wrongTokensPerMinuteMax: 60,
  /** When a refused sender may come back, in seconds. */
  retryAfterSeconds: 5,
  /** One batch for the journal, in bytes and as a count of entries. */
  batchBytesMax: 1_048_576,
  batchEntriesMax: 10_000,
  /** Nesting of values in a protobuf record that is written as JSON, in levels; deeper ones are kept as bytes. */
  otlpDepthMax: 64,
  /** Values that are made of one such record, as a count; a record with more is kept as bytes. */
  otlpValuesMax: 100_000,
  /** Acknowledgements of HEC a channel keeps, channels, and how long an idle channel is kept, in milliseconds. */
  hecPendingAcksMax: 1_000_000,
  hecChannelsMax: 10_000,
  hecChannelIdleMsMax: 300_000,
  /** What one source may have of these acknowledgements and channels, as counts. */
  hecPendingAcksOfSourceMax: 100_000,
  hecChannelsOfSourceMax: 1_000,
  /** How long the Idempotency-Key of a request keeps its receipt, in milliseconds; its length; keys kept at once. */
  idempotencyKeyMsMax: 24 * 3_600_000,
  idempotencyKeyCharactersMax: 255,
  idempotencyKeysMax: 1_000_000,
  /** Entries whose proofs one answer about a receipt carries, as a count. */
  receiptProofsMax: 100,
  /** What is kept of one entry, in bytes; of a longer one the first bytes, with its true length. */
  entryBytesMax: 1_048_576,
  /** Senders nobody adopted, as a count; further ones share one source called `others`. */
  unknownSendersMax: 10_000,
  /** Rows of unknown senders written in one statement. */
  unknownSendersAtOnceMax: 500,
  /** How long unknown senders gather before their rows are written, in milliseconds. */
  unknownSenderWaitMs: 250,
  /** Answers of the source registry that are remembered, as a count. */
  rememberedSendersMax: 16_384,
  /** Minutes of sources that wait for the database, as a count; beyond that the oldest are given up. */
  sourceMinutesMax: 50_000,
  /** How long minutes of sources are kept, in days. */
  sourceMinuteDaysMax: 35,
  /** How long hours of sources are kept, in days. */
  sourceHourDaysMax: 400,
  /** Alarms that are remembered, as a count; how often they are written down, and one that is open renewed, in milliseconds. */
  alarmsMax: 1_000,
  alarmWriteMs: 1_000,
  alarmRenewMs: 10_000,
  /** How long after a start alarms of the process before that nobody renewed are taken for over, in milliseconds. */
  alarmSettleMs: 300_000,
  /** How often the health of the log is looked at, its signing key, and the files of its logs, in milliseconds. */
  healthLookMs: 1_000,
  keyLookMs: 5_000,
  logsLookMs: 60_000,
  /** An entry that waits longer to be sealed, and a log without a new checkpoint for longer, raise an alarm, in milliseconds. */
  sealDelayMsMax: 10_000,
  checkpointSilenceMsMax: 360_000,
  /** How often approved time sources are asked, how long one may take, and what disagreement is an alarm, in milliseconds. */
  clockLookMs: 60_000,
  clockAnswerMsMax: 5_000,
  clockOffsetMsMax: 5_000,
  /** How often everything that is sealed is verified, in milliseconds. */
  verifyEveryMs: 86_400_000,
  /** How often silent sources are looked for, in milliseconds. */
  silenceLookMs: 15_000,
  /** How long after a start nobody is called silent, in milliseconds: senders have to come back first. */
  silenceGraceMs: 180_000,
  /** Clock offsets kept of one source in one minute, for their median. */
  clockOffsetsMax: 255,
  /** Between two checkpoints of a log under load, in milliseconds; a full segment is covered at once. */
  checkpointEveryMs: 2_000,
  /** Silence of a log after which an entry of our own seals it, in milliseconds: with a checkpoint within 5 minutes. */
  heartbeatAfterMs: 240_000,
  /** How often sealing looks whether something is due, in milliseconds. */
  sealLookMs: 250,
  /** When a database that did not answer is asked again, and when that is an alarm, in milliseconds. */
  guardAgainMs: 1_000,
  guardAlarmAfterMs: 30_000,
  /** When a sealing thread that failed is started again, in milliseconds. */
  sealingAgainMs: 5_000,
  /** Between two time-stamps of a log under load, and when a failed one is asked for again, in milliseconds. */
  timeStampEveryMs: 60_000,
  timeStampAgainMs: 15_000,
  /** What an authority may take to answer, in milliseconds, and answer with, in bytes. */
  timeStampAnswerMsMax: 10_000,
  timeStampAnswerBytesMax: 65_536,
  /** Failures in a row before an alarm, as a count. */
  timeStampFailuresMax: 3,
  /** Attributes of the normal form of one entry: levels, names as a count, and characters of one value. */
  attributeDepthMax: 16,
  attributeNamesMax: 1_000,
  attributeCharactersMax: 8_192,
  /** Characters of one name of an attribute, and of a field of the normal form other than the message. */
  attributeNameCharactersMax: 256,
  fieldCharactersMax: 8_192,
  /** Records of the Linux audit system that wait for others of their event, as a count, and records of one event. */
  auditWindowRecordsMax: 4_096,
  auditEventRecordsMax: 256,
  /** Entries of a log before and after a record that are looked through for others of its event, as a count. */
  auditEventReachEntries: 2_048,
  /** Entries of one bundle, as a count: each has a file of its own with its proof, and a zip has 65,535 files. */
  bundleEntriesMax: 50_000,
  /** A witness is asked about a log at most this often, in milliseconds, and again this long after it failed. */
  witnessEveryMs: 60_000,
  witnessAgainMs: 15_000,
  /** How long a witness may take to answer, in milliseconds, and what its answer may have, in bytes. */
  witnessAnswerMsMax: 10_000,
  witnessAnswerBytesMax: 65_536,
  /** Failures of a witness, one after the other, before there is an alarm. */
  witnessFailuresMax: 3,
  /** Connections of each receiver of streams: syslog by TCP, by TLS, RELP. */
  stream: {
    /** Connections at once, as a count. */
    connectionsMax: 2_000,
    /** The last of these, as a count: they are kept for senders that hold few. */
    connectionsKept: 100,
    /** What one connection, and all of a receiver, handed over and is not yet on disk, in bytes; beyond that we do not read. */
    unsyncedBytesMax: 4_194_304,
    unsyncedOfAllBytesMax: 67_108_864,
    /** Frames that came in part, of all connections of a receiver, in bytes. */
    partialBytesMax: 134_217_728,
    /** How long a frame may take, in milliseconds, unless at least so many bytes a second come. */
    frameMsMax: 60_000,
    frameBytesPerSecondMin: 64,
    /** Answers of one connection its sender does not read, in bytes; beyond that we do not read either. */
    unreadAnswerBytesMax: 1_048_576,
    /** How long entries may wait for the disk before their sender is dropped, in milliseconds: RELP gives up at 90 s. */
    answerMsMax: 75_000,
    /** How long a stop waits for the disk, in milliseconds. */
    stopMsMax: 5_000,
    /** How often slow senders are looked for, in milliseconds. */
    sweepMs: 5_000,
    /** Silence after which the system asks whether the other side is still there, in milliseconds. */
    keepAliveMs: 60_000,
    /** When a port that could not be opened is tried again, in milliseconds. */
    listenAgainMs: 5_000,
    /** How often the files of the certificate are looked at, in milliseconds. */
    certificateLookMs: 10_000,
  },
  /** When the channel of the desk's record is listened to again, in milliseconds. */
  recordListenAgainMs: 2_000,
  /** How long a TLS handshake may take, in milliseconds. */
  handshakeMsMax: 10_000,
  /** Connections that wait to be accepted, as a count; the system may allow fewer. */
  backlogMax: 4_096,
  /** The buffer asked of the system for datagrams, in bytes. */
  udpBufferBytes: 8_388_608,
  /** Datagrams are handed over together up to this, in bytes. */
  udpBatchBytes: 262_144,
  /** Datagrams that wait for the disk, in bytes; beyond that further ones are counted and lost. */
  udpUnsyncedBytesMax: 33_554_432,
  /** How often the drops of the system are read, in milliseconds. */
  udpDropsLookMs: 10_000,
  /** The search engine: threads of a statement, statements at once, connections of a client to it, as counts. */
  engineThreads: 2,
  engineStatementsAtOnceMax: 4,
  engineConnectionsMax: 8,
  /** Resident memory of the embedded engine, in bytes, and how often it is looked at, in milliseconds. */
  engineMemoryBytesMax: 2_147_483_648,
  engineMemoryLookMs: 1_000,
  /** A request to the engine: bytes of its body, how long it may take and an idle connection is kept, in milliseconds. */
  engineBodyBytesMax: 134_217_728,
  engineRequestMsMax: 120_000,
  engineKeepAliveMs: 20_000,
  /** Between two words to the engine to stop what nobody waits for. */
  engineStopAgainMs: 200,
  /** What one search may use: seconds, rows it reads, bytes of its answer, bytes of memory. */
  searchSecondsMax: 20,
  searchRowsReadMax: 2_000_000_000,
  searchResultBytesMax: 67_108_864,
  searchMemoryBytesMax: 1_073_741_824,
  /** Characters of a message in a list; the entry has it whole. */
  messageShownCharactersMax: 1_000,
  /** Matching entries whose fields are counted, newest first. */
  fieldsRowsMax: 100_000,
  /** Entries of one insert into the index, as a count and in bytes of their lines; how often new ones are looked for. */
  indexRowsMax: 10_000,
  indexBytesMax: 16_777_216,
  indexLookMs: 500,
  /** How often it is asked whether rows that ring may have been mended. */
  ringingRowsLookMs: 1_000,
  /** Characters of words of one entry the index holds: what is longer is found by its beginning. */
  indexTextCharactersMax: 65_536,
  /** One step of detection: entries, rows of hits, as counts, and how long it may take, in milliseconds. */
  detectionStepEntriesMax: 20_000,
  detectionStepRowsMax: 10_000,
  detectionStepMsMax: 1_000,
  /** Keys of one rule in a step, as a count; hits with further ones are counted under one key. */
  detectionKeysOfRuleMax: 1_000,
  /** Entries that are named with a row of hits, as a count. */
  detectionEntriesOfHitMax: 5,
  /** Rows of hits nobody has taken up, as a count; beyond it detection waits. */
  detectionRowsWaitingMax: 200_000,
  /** Of every so manieth event it is measured what each rule costs. */
  detectionCostEveryEvents: 64,
  /** How often new entries are looked for, and what correlations remember is written down, in milliseconds. */
  detectionSnapshotEveryMs: 10_000,
  /** What it may have once it is unpacked, in bytes. */
  detectionSnapshotBytesMax: 1_073_741_824,
  /** Refused documents that are named in our own log at a change, as a count. */
  detectionRefusedTold: 20,
  detectionLookMs: 500,
  /** When a thread that failed is started again, in milliseconds, and what it may hold, in megabytes. */
  detectionAgainMs: 5_000,
  detectionHeapMegabytesMax: 1_536,
  /** Behind longer than this, people are told; how often that is looked at, in milliseconds. */
  detectionDelayMsMax: 300_000,
  detectionWatchMs: 5_000,
  /** How often groups that are over are forgotten, by receipt, and how far behind it, in milliseconds. */
  detectionForgetEveryMs: 3_600_000,
  detectionBacklogMs: 86_400_000,
  /** Hunts: how often they are looked after, and say how far they are, in milliseconds. */
  huntLookMs: 1_000,
  huntProgressMs: 250,
  /** How much of the time of its thread a hunt takes, in percent, and for how long at a stretch, in milliseconds. */
  huntSharePercent: 50,
  huntStretchMs: 50,
  /** It gives way while so many entries wait to be sealed or looked at, as counts, or wait so long, in milliseconds. */
  huntGiveWaySealEntries: 50_000,
  huntGiveWayDetectEntries: 20_000,
  huntGiveWayMs: 5_000,
  /** How long what came before it is waited for until it is sealed, in milliseconds. */
  huntSealWaitMs: 30_000,
  /** A thread that says nothing for so long is ended, in milliseconds; what it may hold, in megabytes. */
  huntSilentMsMax: 60_000,
  huntHeapMegabytesMax: 768,
  /** How often a hunt is begun again after the process died, as a count. */
  huntLostMax: 3,
  /** How far our clock may have been set while entries came in, in milliseconds: so much more is looked through. */
  huntClockMarginMs: 3_600_000,
  /** What correlations may hold: groups, entries in all and in one group, characters of a value, as counts. */
  correlator: {
    groupsMax: 100_000,
    entriesMax: 500_000,
    entriesPerGroupMax: 100_000,
    /** How far an entry may come behind the newest of its group, by the times they state, in milliseconds. */
    latenessMs: 300_000,
    valueCharactersMax: 200,
    /** Hits of correlations that one entry may pass on to other correlations. */
    momentsPerEventMax: 1_000,
    /** Entries of a window that a hit names: the first and the last ones, as many as a finding keeps. */
    restsOnMax: 40,
  },
  /** The live tail: how often it looks, entries it sends at once, tails at once, and its sign of life. */
  tailLookMs: 1_000,
  tailEntriesMax: 200,
  tailsMax: 50,
  tailAliveMs: 15_000,
} as const;
