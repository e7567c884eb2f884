// SPDX-License-Identifier: Apache-2.0
import { limits } from '@belfry/contract';

const REMEMBERED_MAX = 10_000;

/**
 * Reports whose reporter has left. Tickets made before stop opening, so that the history of a shared device shows
 * nothing. In memory only, and no longer than a ticket lives: nothing keeps when somebody was here.
 */
export class LeftReports {
  readonly #leftAt = new Map<string, number>();

  leave(reportId: string, now: Date): void {
    const oldest = now.getTime() - limits.reportTicketAgeMsMax;
    this.#leftAt.delete(reportId);
    // Oldest first, as they were put in: looking stops at the first that still matters.
    for (const [id, at] of this.#leftAt) {
      if (at >= oldest && this.#leftAt.size < REMEMBERED_MAX) {
        break;
      }
      this.#leftAt.delete(id);
    }
    this.#leftAt.set(reportId, now.getTime());
  }

  /** Whether a ticket that lives until a moment was made before its reporter left. */
  isLeft(reportId: string, until: Date): boolean {
    const leftAt = this.#leftAt.get(reportId);
    return leftAt !== undefined && until.getTime() - limits.reportTicketAgeMsMax <= leftAt;
  }
}
