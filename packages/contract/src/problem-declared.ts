// SPDX-License-Identifier: Apache-2.0

/** One kind of problem, as it is declared. */
export interface ProblemDeclared {
  readonly status: number;
  readonly title: string;
  readonly whatToDo: string;
  /** Whether the same request may succeed later, unchanged. */
  readonly retry: boolean;
}
