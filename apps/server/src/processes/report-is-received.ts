// SPDX-License-Identifier: Apache-2.0
import { type ReceiveReport, receiveReport } from '../reports/index.ts';
import { createRouter } from '../triage/index.ts';
import { openCase } from '../whistleblowing/index.ts';

/** Every way in ends here: what follows from a report's arrival is added in this one place. */
export function reportIsReceived(): ReceiveReport {
  const route = createRouter();
  return async (changing, arrival) => {
    const { content } = arrival;
    const reporter = content.anonymous ? null : content.reporter;
    // Before the report takes its number: whoever reports next waits for no rule.
    const routed = await route(changing.sql, {
      channel: arrival.channel,
      kind: content.kind,
      category: content.category,
      summary: content.summary,
      description: content.description,
      language: content.language,
      anonymous: content.anonymous,
      ongoing: content.ongoing,
      senderEmail: reporter?.email ?? null,
      senderPhone: reporter?.phone ?? null,
      cameThrough: arrival.cameThrough ?? null,
    });
    const received = await receiveReport(changing, arrival, routed);
    if (content.kind === 'whistleblowing') {
      await openCase(changing.sql, received.id, received.receivedAt);
    }
    return received;
  };
}
