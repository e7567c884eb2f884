// SPDX-License-Identifier: Apache-2.0
import type { EntryStatus, LogEventClass } from '@belfry/contract';
import { cutText } from './attributes.ts';
import type { Draft } from './normal-form.ts';

/** One way a program words a change of an account or group, and where in it the names stand. */
interface Wording {
  readonly pattern: RegExp;
  readonly eventClass: LogEventClass;
  readonly activity: string;
  readonly status: EntryStatus;
}

const of = (
  eventClass: LogEventClass,
  activity: string,
  pattern: RegExp,
  status: EntryStatus = 'success',
): Wording => ({ pattern, eventClass, activity, status });

/**
 * Words of shadow-utils, in the order they are tried. Every pattern is anchored and every part of it bounded: a sender
 * writes the text.
 */
const wordings: readonly Wording[] = [
  of('account_change', 'create', /^new user: name=(?<target>[^,]{1,256})/),
  of('account_change', 'create', /^failed adding user '?(?<target>[^',]{1,256})/, 'failure'),
  of('account_change', 'delete', /^delete user '(?<target>[^']{1,256})'/),
  of('group_management', 'create', /^new group: name=(?<group>[^,]{1,256})/),
  of('group_management', 'create', /^group added to \/etc\/g?group: name=(?<group>[^,]{1,256})/),
  of('group_management', 'delete', /^(?:removed )?group '(?<group>[^']{1,256})'(?: owned by '| removed)/),
  of(
    'group_management',
    'add user',
    /^add '(?<target>[^']{1,256})' to (?:shadow )?group '(?<group>[^']{1,256})'/,
  ),
  of(
    'group_management',
    'remove user',
    /^delete '(?<target>[^']{1,256})' from (?:shadow )?group '(?<group>[^']{1,256})'/,
  ),
  of(
    'group_management',
    'add user',
    /^user (?<target>\S{1,256}) added by (?<user>\S{1,256}) to group (?<group>\S{1,256})/,
  ),
  of(
    'group_management',
    'remove user',
    /^user (?<target>\S{1,256}) removed by (?<user>\S{1,256}) from group (?<group>\S{1,256})/,
  ),
  of('account_change', 'lock', /^lock user '(?<target>[^']{1,256})' password/),
  of('account_change', 'unlock', /^unlock user '(?<target>[^']{1,256})' password/),
  of('account_change', 'password change', /^change user '(?<target>[^']{1,256})' password/),
  of('account_change', 'change', /^change user (?:name )?'(?<target>[^']{1,256})'/),
  of(
    'account_change',
    'password change',
    /^password for '(?<target>[^']{1,256})' changed by '(?<user>[^']{1,256})'/,
  ),
  of('account_change', 'change', /^changed password expiry for (?<target>\S{1,256})/),
];

/** Reads what useradd, usermod, userdel, groupadd, gpasswd, passwd and chage say of accounts and groups. */
export function readAccountLine(text: string, form: Draft): void {
  for (const { activity, eventClass, pattern, status } of wordings) {
    const named = pattern.exec(text)?.groups;
    if (named === undefined) continue;
    form.eventClass = eventClass;
    form.activity = activity;
    form.status = status;
    form.targetUser = named['target'] ?? null;
    if (named['user'] !== undefined) form.user = named['user'];
    if (named['group'] !== undefined) form.attributes['group'] = named['group'];
    // What an account becomes may be what matters: the number 0 makes anybody root.
    const change = /' (\S{1,64}) from '([^']{0,256})' to '([^']{0,256})'/.exec(text);
    if (change !== null)
      Object.assign(form.attributes, { changed: change[1], from: change[2], to: change[3] });
    return;
  }
  if (text.startsWith('password changed for ')) {
    form.eventClass = 'account_change';
    form.activity = 'password change';
    form.status = 'success';
    form.targetUser = cutText(text.slice(21), 256);
  }
}
