// SPDX-License-Identifier: Apache-2.0
import type { FastifyInstance } from 'fastify';

const words = {
  en: 'Demonstration: the organisation, its people and its incidents are invented. No mail leaves.',
  nl: 'Demonstratie: de organisatie, haar mensen en haar incidenten zijn verzonnen. Er vertrekt geen mail.',
  fr: 'Démonstration : l’organisation, ses membres et ses incidents sont inventés. Aucun courriel ne part.',
  de: 'Vorführung: Die Organisation, ihre Menschen und ihre Vorfälle sind erfunden. Es geht keine Mail hinaus.',
} as const;
const regionNames = {
  en: 'Demonstration',
  nl: 'Demonstratie',
  fr: 'Démonstration',
  de: 'Vorführung',
} as const;
const STYLE_PATH = '/demo.css';

// The page's own language decides which line is seen, also when it changes while the page stands.
const style = `
.demonstration { margin: 0; padding: 0.375rem 1rem; background: #fde68a; color: #1c1917; font: 600 0.875rem/1.4 system-ui, sans-serif; text-align: center; }
.demonstration > p { display: none; margin: 0; }
${Object.keys(words)
  .map((language) => `html:lang(${language}) .demonstration > p:lang(${language}) { display: block; }`)
  .join('\n')}
@media print { .demonstration { border-bottom: 1px solid; } }
body:has(> .whom) { margin: 0; }
.whom { max-width: 44rem; margin: 0 auto; padding: 1rem; font: 1rem/1.5 system-ui, sans-serif; }
.whom ul { list-style: none; padding: 0; }
.whom li { border-top: 1px solid; padding: 0.75rem 0; }
.whom button { font: inherit; font-weight: 600; min-height: 2.75rem; padding: 0.25rem 1rem; }
.whom li p { margin: 0.25rem 0 0; }
:root { color-scheme: light dark; }
`;

/** The line that stands above every page of a demonstration, in the language of the page. */
function bannerOf(language: string): string {
  const lines = Object.entries(words).map(([tag, line]) => `<p lang="${tag}">${line}</p>`);
  const name = Object.entries(regionNames).find(([tag]) => tag === language)?.[1] ?? regionNames.en;
  return `<aside class="demonstration" aria-label="${name}">${lines.join('')}</aside>`;
}

/** Puts the line above every page this desk serves. Before the routes are: a hook reaches only those after it. */
export function showBanner(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    const isPage = String(reply.getHeader('content-type')).startsWith('text/html');
    if (!isPage || typeof payload !== 'string' || !payload.includes('<body')) {
      return payload;
    }
    const language = /<html[^>]*\blang="([a-z]{2})/.exec(payload)?.[1] ?? 'en';
    return payload
      .replace('</head>', `<link rel="stylesheet" href="${STYLE_PATH}"></head>`)
      .replace(/<body[^>]*>/, (body) => body + bannerOf(language));
  });
  app.get(STYLE_PATH, async (_request, reply) =>
    reply.header('content-type', 'text/css; charset=utf-8').send(style),
  );
}
