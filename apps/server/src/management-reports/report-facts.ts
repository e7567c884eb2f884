// SPDX-License-Identifier: Apache-2.0

/** What a report over a period is made of. */
export interface PeriodFacts {
  readonly reportsCount: number;
  readonly incidents: readonly PeriodIncident[];
  /** Milliseconds from raising an alert to its acknowledgement. */
  readonly acknowledgedAfterMs: readonly number[];
  readonly clocks: readonly ClockFacts[];
  readonly measures: {
    readonly planned: number;
    readonly done: number;
    readonly dropped: number;
    readonly overdue: number;
  };
}

interface PeriodIncident {
  readonly reference: string;
  readonly title: string;
  readonly status: string;
  readonly severity: string | null;
  readonly class: string | null;
  readonly functions: readonly string[];
  readonly rootCauseClass: string | null;
  readonly rootCause: string | null;
  readonly lessons: string | null;
  readonly occurredAt: string | null;
  readonly detectedAt: string | null;
  readonly declaredAt: string;
  readonly resolvedAt: string | null;
}

export interface ClockFacts {
  readonly incident: string;
  readonly regimeId: string;
  readonly stageId: string;
  readonly state: string;
  readonly isMissed: boolean;
  readonly dueAt: string | null;
  readonly metAt: string | null;
  readonly lateReason: string | null;
}

/** What a report over one incident is made of. */
export interface IncidentFacts {
  readonly reference: string;
  readonly title: string;
  readonly tlp: string;
  readonly status: string;
  readonly severity: string | null;
  readonly class: string | null;
  readonly summary: string | null;
  readonly lead: string | null;
  readonly personalData: string;
  readonly functions: readonly string[];
  readonly moments: Readonly<Partial<Record<string, { readonly at: string } | null>>>;
  readonly declaredAt: string;
  readonly resolvedAt: string | null;
  readonly rootCauseClass: string | null;
  readonly rootCause: string | null;
  readonly whatWasDone: string | null;
  readonly lessons: string | null;
  readonly tasks: readonly { readonly title: string; readonly state: string }[];
  readonly measures: readonly {
    readonly title: string;
    readonly state: string;
    readonly dueOn: string | null;
  }[];
  readonly decisions: readonly {
    readonly regimeId: string;
    readonly outcomeId: string;
    readonly isSo: boolean;
    readonly reason: string | null;
    readonly by: string;
    readonly at: string;
  }[];
  readonly clocks: readonly ClockFacts[];
  readonly notifications: readonly {
    readonly reference: string;
    readonly regimeId: string;
    readonly stageId: string;
    readonly authority: string | null;
    readonly state: string;
    readonly submittedAt: string | null;
  }[];
  readonly costsEur: number | null;
}
