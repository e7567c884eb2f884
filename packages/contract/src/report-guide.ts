// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { filledText, instant, language, text } from './identifiers.ts';
import { limits } from './limits.ts';
import { route } from './route.ts';

/** The texts of the guide, in the order of the page; what stands between them is filled in from the desk itself. */
export const guideSections = [
  'intro',
  'hours',
  'it_down',
  'at_once',
  'note',
  'no_blame',
  'next',
  'employees',
  'contractors',
  'suppliers',
  'customers',
  'public',
  'researchers',
] as const;
export const guideSection = z.enum(guideSections).describe('A text of the guide');
export type GuideSection = z.infer<typeof guideSection>;

const sectionTexts = z.partialRecord(
  guideSection,
  text(limits.guideTextCharactersMax, 'Paragraphs, lists (- ), **bold**, [words](https://…)'),
);
const webAddress = z
  .string()
  .max(limits.webAddressCharactersMax)
  .regex(/^https:\/\/[!-~]+$/)
  .describe('A web address, https');

/** What staff can change of the public pages. A text that is missing or empty shows Belfry’s own. */
export const guideContent = z
  .strictObject({
    texts: z.partialRecord(language, sectionTexts).describe('Language -> section -> text'),
    hidden: z.array(guideSection).max(guideSections.length).describe('Sections left out'),
    security: z
      .strictObject({
        isPublished: z.boolean().describe('Whether security.txt is served'),
        encryption: webAddress.nullable().describe('Where the key for encrypted reports is'),
        acknowledgments: webAddress.nullable().describe('Where finders are thanked'),
        hiring: webAddress.nullable().describe('Where jobs in security are'),
      })
      .describe('security.txt (RFC 9116)'),
  })
  .describe('What staff say on the public pages')
  .meta({ id: 'GuideContent' });
export type GuideContent = z.infer<typeof guideContent>;

const guideVersion = z
  .strictObject({
    version: z.number().int().describe('Number, growing'),
    note: z.string().describe('What changed, in words'),
    publishedAt: instant,
    publishedBy: z.string().describe('Who published it'),
    securityExpiresAt: instant.nullable().describe('Until when security.txt holds; null when not served'),
  })
  .describe('A published version')
  .meta({ id: 'GuideVersion' });

export const readGuide = route({
  id: 'report_guide.read',
  method: 'GET',
  path: '/api/v1/report-guide',
  guard: 'report_page.manage',
  summary: 'Read the public pages as staff edit them: draft, current version, Belfry’s own texts, links',
  response: z.strictObject({
    draft: z
      .strictObject({
        content: guideContent,
        version: z.number().int().describe('Grows with each save'),
        basedOn: z.number().int().describe('The published version it began from; 0 for none'),
        changedAt: instant,
        changedBy: z.string().describe('Who saved it last'),
      })
      .nullable()
      .describe('What is being written; null when nothing is'),
    current: guideVersion
      .nullable()
      .describe('What the public reads; null while it reads Belfry’s own texts'),
    content: guideContent.describe('Content of the current version; empty before the first'),
    usual: z.record(language, z.record(guideSection, z.string())).describe('Belfry’s own texts'),
    snippets: z.record(language, z.string()).describe('HTML that links to the form from another site'),
    securityTxt: z
      .strictObject({
        text: z.string().nullable().describe('As it is served; null when it is not'),
        missing: z.array(z.enum(['contact', 'https'])).describe('What it lacks to be served well'),
        expiresInDays: z.number().int().nullable().describe('Days until it expires; renewed by publishing'),
        isExpiring: z.boolean().describe('Whether it is time to renew'),
      })
      .describe('security.txt (RFC 9116)'),
    publicUrl: z.string().describe('Address of the desk'),
  }),
});

export const saveGuideDraft = route({
  id: 'report_guide.save_draft',
  method: 'PUT',
  path: '/api/v1/report-guide/draft',
  guard: 'report_page.manage',
  summary: 'Save a draft of the public pages; nobody outside sees it',
  body: z.strictObject({
    content: guideContent,
    version: z.number().int().describe('The version of the draft one has seen; 0 when there was none'),
  }),
  response: z.strictObject({ version: z.number().int().describe('Version of the draft now') }),
  problems: ['report_guide.changed_meanwhile', 'request.not_valid'],
});

export const discardGuideDraft = route({
  id: 'report_guide.discard_draft',
  method: 'DELETE',
  path: '/api/v1/report-guide/draft',
  guard: 'report_page.manage',
  summary: 'Discard the draft; what is published stays',
  problems: ['report_guide.nothing_to_publish'],
});

export const publishGuide = route({
  id: 'report_guide.publish',
  method: 'POST',
  path: '/api/v1/report-guide/versions',
  guard: 'report_page.manage',
  summary: 'Publish the draft, or an older version again; renews security.txt',
  body: z.strictObject({
    note: filledText(limits.reasonCharactersMax, 'What changed, or why'),
    draft: z.number().int().optional().describe('The version of the draft one has seen'),
    again: z.number().int().optional().describe('Instead of the draft, this published version'),
  }),
  status: 201,
  response: guideVersion,
  problems: [
    'report_guide.changed_meanwhile',
    'report_guide.nothing_to_publish',
    'report_guide.version_not_found',
  ],
});

export const listGuideVersions = route({
  id: 'report_guide.versions',
  method: 'GET',
  path: '/api/v1/report-guide/versions',
  guard: 'report_page.manage',
  summary: 'List what was published, newest first',
  response: z.strictObject({ items: z.array(guideVersion).describe('Newest first') }),
});

export const readGuideVersion = route({
  id: 'report_guide.read_version',
  method: 'GET',
  path: '/api/v1/report-guide/versions/{version}',
  guard: 'report_page.manage',
  summary: 'Read one published version, to compare it or publish it again',
  params: z.object({ version: z.coerce.number().int().min(1).describe('The version') }),
  response: z.strictObject({ published: guideVersion, content: guideContent }),
  problems: ['report_guide.version_not_found'],
});

export const previewGuide = route({
  id: 'report_guide.preview',
  method: 'GET',
  path: '/api/v1/report-guide/preview',
  guard: 'report_page.manage',
  summary: 'See the guide as the draft would show it',
  query: z.strictObject({ lang: language.default('en') }),
  media: 'file',
});

export const reportGuideRoutes = {
  readGuide,
  saveGuideDraft,
  discardGuideDraft,
  publishGuide,
  listGuideVersions,
  readGuideVersion,
  previewGuide,
} as const;
