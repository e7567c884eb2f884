// SPDX-License-Identifier: Apache-2.0
import { useLocale } from '../ui/moment.tsx';

/** A month such as `2026-11` as people say it. */
export function useMonthWord(): (month: string) => string {
  const format = new Intl.DateTimeFormat(useLocale(), { month: 'long', year: 'numeric', timeZone: 'UTC' });
  return (month) => format.format(new Date(`${month}-01T00:00:00Z`));
}
