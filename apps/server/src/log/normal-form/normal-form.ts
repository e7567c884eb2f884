// SPDX-License-Identifier: Apache-2.0
import type {
  EntryStatus,
  LineFormat,
  LogEventClass,
  LogFieldName,
  LogTransport,
  ParseState,
  TimeQuality,
} from '@belfry/contract';

/** A value a sender gave that no field of the normal form takes. */
export type Attribute = string | number | boolean | null | readonly Attribute[] | Attributes;
export interface Attributes {
  readonly [name: string]: Attribute;
}

/**
 * An entry in the words of the house. Null is what the sender did not say. Times are the sender's claim: when an entry
 * was received stands beside it in the segment, and only that is sealed as ours.
 */
export interface NormalForm {
  /** Microseconds since 1970, UTC. */
  readonly time: number | null;
  readonly timeQuality: TimeQuality;
  /** Severity of syslog, 0 (emergency) to 7 (debug). */
  readonly severity: number | null;
  /** Severity of OCSF: 1 informational, 2 low, 3 medium, 4 high, 5 critical, 6 fatal; 0 is unknown. */
  readonly severityId: number;
  /** Facility of syslog, 0 to 23. */
  readonly facility: number | null;
  readonly host: string | null;
  readonly app: string | null;
  readonly procid: string | null;
  /** What the sender calls this kind of message: MSGID, event id of Windows, signature of an appliance. */
  readonly msgid: string | null;
  /** Log the sender keeps it in: channel of Windows, unit of systemd, index, file. */
  readonly channel: string | null;
  readonly product: string | null;
  readonly vendor: string | null;
  readonly message: string | null;
  readonly eventClass: LogEventClass | null;
  /** What was done, within the class: `logon`, `create`, `delete`. */
  readonly activity: string | null;
  readonly status: EntryStatus | null;
  readonly cause: string | null;
  readonly effect: string | null;
  /** Who did it; the person, where accounts are personal. */
  readonly user: string | null;
  readonly userId: string | null;
  readonly userDomain: string | null;
  /** Account it was done to. */
  readonly targetUser: string | null;
  readonly session: string | null;
  readonly srcIp: string | null;
  readonly srcPort: number | null;
  readonly srcHost: string | null;
  readonly dstIp: string | null;
  readonly dstPort: number | null;
  readonly dstHost: string | null;
  readonly protocol: string | null;
  readonly httpMethod: string | null;
  readonly url: string | null;
  readonly httpStatus: number | null;
  readonly userAgent: string | null;
  readonly referrer: string | null;
  readonly bytes: number | null;
  readonly dnsName: string | null;
  readonly process: string | null;
  readonly pid: number | null;
  readonly commandLine: string | null;
  readonly parentProcess: string | null;
  readonly file: string | null;
  readonly hash: string | null;
  readonly location: string | null;
  /** Whose personal data were seen or changed. */
  readonly dataSubject: string | null;
  readonly dataCategory: string | null;
  readonly purpose: string | null;
  readonly trace: string | null;
  readonly span: string | null;
  /** Everything else, by the names the sender gave. Bounded: the whole stays in the raw bytes. */
  readonly attributes: Attributes;
}

/** A normal form while it is written. */
export type Draft = { -readonly [Name in keyof NormalForm]: NormalForm[Name] } & {
  attributes: Record<string, Attribute>;
};

/** What is known of an entry besides its bytes. */
export interface ReadHints {
  readonly transport: LogTransport;
  /** When we received it, microseconds since 1970: the year of times that have none. */
  readonly receivedUs: number;
  /** IANA name of the zone of the source, for times that state none; null is UTC. */
  readonly timeZone: string | null;
  /** Whoever wants no more than `ReadState` passes over what can no longer change it. */
  readonly wants?: 'state';
}

/** What sealing says of an entry. */
export type ReadState = Pick<Read, 'format' | 'parse'> & Pick<NormalForm, 'time' | 'timeQuality'>;

/** An entry as it was read. */
export interface Read {
  readonly format: LineFormat;
  readonly parse: ParseState;
  readonly fields: NormalForm;
}

/** Fields that hold text. */
export type TextField = {
  [Name in LogFieldName]: NormalForm[Name] extends string | null
    ? string extends NonNullable<NormalForm[Name]>
      ? Name
      : never
    : never;
}[LogFieldName];
/** Fields that hold a number a sender gives. */
export type NumberField = {
  [Name in LogFieldName]: NormalForm[Name] extends number | null ? Name : never;
}[LogFieldName];

/** An empty form: always the same shape, which keeps reading a hundred thousand entries a second possible. */
export function emptyForm(): Draft {
  return {
    time: null,
    timeQuality: 'none',
    severity: null,
    severityId: 0,
    facility: null,
    host: null,
    app: null,
    procid: null,
    msgid: null,
    channel: null,
    product: null,
    vendor: null,
    message: null,
    eventClass: null,
    activity: null,
    status: null,
    cause: null,
    effect: null,
    user: null,
    userId: null,
    userDomain: null,
    targetUser: null,
    session: null,
    srcIp: null,
    srcPort: null,
    srcHost: null,
    dstIp: null,
    dstPort: null,
    dstHost: null,
    protocol: null,
    httpMethod: null,
    url: null,
    httpStatus: null,
    userAgent: null,
    referrer: null,
    bytes: null,
    dnsName: null,
    process: null,
    pid: null,
    commandLine: null,
    parentProcess: null,
    file: null,
    hash: null,
    location: null,
    dataSubject: null,
    dataCategory: null,
    purpose: null,
    trace: null,
    span: null,
    attributes: {},
  };
}
