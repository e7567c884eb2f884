// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { instant } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** What reports are counted by, each a filter of the list of reports. */
export const reportDivisions = [
  'area',
  'category',
  'qualification',
  'kind',
  'channel',
  'state',
  'declineReason',
] as const;
export type ReportDivision = (typeof reportDivisions)[number];

const month = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
  .describe('A month, YYYY-MM, in the time zone of the organisation');
const period = z.strictObject({
  from: month.optional().describe('First month; five before the last when absent'),
  to: month.optional().describe('Last month; the present one when absent'),
});
const counts = z.array(z.number().int()).describe('One number a month');

export const reportStatistics = z
  .strictObject({
    timeZone: z.string().describe('Time zone the months are in'),
    months: z
      .array(z.strictObject({ month, from: instant, to: instant }).describe('A month and its bounds'))
      .max(limits.statisticsMonthsMax)
      .describe('The months, oldest first'),
    perMonth: counts,
    total: z.number().int().describe('Reports in the period, of those the caller can see'),
    divisions: z
      .array(
        z
          .strictObject({
            by: z.enum(reportDivisions).describe('What is counted by'),
            rows: z
              .array(
                z
                  .strictObject({
                    value: z.string().nullable().describe('The value; null for reports without one'),
                    perMonth: counts,
                    total: z.number().int().describe('In the whole period'),
                  })
                  .describe('One value'),
              )
              .describe('Most frequent first'),
          })
          .describe('Reports counted by one thing'),
      )
      .describe('One for each thing'),
  })
  .describe('Reports by month')
  .meta({ id: 'ReportStatistics' });
export type ReportStatistics = z.infer<typeof reportStatistics>;

export const readStatistics = route({
  id: 'statistics.reports',
  method: 'GET',
  path: '/api/v1/statistics/reports',
  guard: 'reports.read',
  summary: 'Count reports by area, category, qualification, kind, channel and outcome, month by month',
  query: period,
  response: reportStatistics,
  problems: ['request.not_valid'],
});

export const exportStatistics = route({
  id: 'statistics.export',
  method: 'GET',
  path: '/api/v1/statistics/reports.csv',
  guard: 'reports.read',
  summary: 'The same numbers as CSV: division, value, month, count',
  query: period,
  media: 'csv',
  problems: ['request.not_valid'],
});

export const statisticsRoutes = { readStatistics, exportStatistics } as const;
