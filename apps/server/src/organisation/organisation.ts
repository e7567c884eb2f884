// SPDX-License-Identifier: Apache-2.0
import type { Organisation } from '@belfry/contract';

/** The fields of a change that were named; a field that is absent stays as it is. */
export type OrganisationChange = { readonly [Field in keyof Organisation]?: Organisation[Field] | undefined };

export function changedOrganisation(before: Organisation, change: OrganisationChange): Organisation {
  const named = Object.entries(change).filter(([, value]) => value !== undefined);
  return { ...before, ...Object.fromEntries(named) };
}

/** Whether the runtime knows a time zone by this name; every clock of the desk is shown in it. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Empty, or an address of ours without path, query and credentials. */
export function isPublicUrl(text: string): boolean {
  if (text === '') {
    return true;
  }
  const url = URL.canParse(text) ? new URL(text) : null;
  return (
    url !== null && ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === ''
  );
}
