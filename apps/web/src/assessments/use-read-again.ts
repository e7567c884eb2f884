// SPDX-License-Identifier: Apache-2.0
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { readAgain } from '../api.ts';

/** A refusal says that something else stands now: the page shows it beside what was written, which stays. */
export function useReadAgainWhenRefused(error: unknown): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (error !== null && error !== undefined) void readAgain(queries);
  }, [error, queries]);
}
