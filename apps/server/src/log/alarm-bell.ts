// SPDX-License-Identifier: Apache-2.0
import type { Logger } from 'pino';
import type { AlarmBell } from './house.ts';

/** Alarms in the log of the server: what is wrong is said once, and said again when its facts change. */
export function alarmsInLog(logger: Logger): AlarmBell {
  const raised = new Map<string, string>();
  return {
    raise: (kind, subject, facts) => {
      const said = JSON.stringify(facts);
      const key = `${kind} ${subject}`;
      if (raised.get(key) === said) return;
      raised.set(key, said);
      logger.warn({ alarm: kind, subject, ...facts }, 'Alarm of the logbook');
    },
    clear: (kind, subject) => {
      if (raised.delete(`${kind} ${subject}`)) logger.info({ alarm: kind, subject }, 'Alarm cleared');
    },
  };
}
