// SPDX-License-Identifier: Apache-2.0
import { type ReceiveReport, receiveReport } from '../reports/index.ts';

/** Every way in ends here: what follows from a report's arrival is added in this one place. */
export function reportIsReceived(): ReceiveReport {
  return receiveReport;
}
