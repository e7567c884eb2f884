// SPDX-License-Identifier: Apache-2.0
import { type BundleWords, bundleWords } from './bundle-words.ts';
import type { BundleManifest } from './write-bundle.ts';

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Entries as runs: `4-9, 12`; what is longer stands in bundle.json. */
function runsOf(entries: readonly number[]): string {
  const runs: string[] = [];
  for (let at = 0; at < entries.length && runs.length < 20; ) {
    let end = at;
    while (entries[end + 1] === (entries[end] as number) + 1) end += 1;
    runs.push(end === at ? String(entries[at]) : `${entries[at]}-${entries[end]}`);
    at = end + 1;
  }
  return runs.join(', ');
}

function facts(words: BundleWords, manifest: BundleManifest): string {
  const row = (name: string, value: string | undefined) =>
    value === undefined || value === '' ? '' : `<dt>${escaped(name)}</dt><dd>${escaped(value)}</dd>`;
  const logs = manifest.logs.map(
    ({ entries, origin, size }) =>
      row(words.log, origin) +
      row(words.entries, `${entries.length} (${runsOf(entries)})`) +
      row(words.sealedAmong, String(size)),
  );
  return `<dl>${row(words.made, manifest.madeAt)}${row(words.by, manifest.by)}${row(words.purpose, manifest.purpose)}${row(words.query, manifest.query)}${logs.join('')}</dl>`;
}

function section(language: string, words: BundleWords, manifest: BundleManifest): string {
  const items = (list: readonly string[]) => list.map((each) => `<li>${escaped(each)}</li>`).join('');
  const files = words.inside
    .map(([file, said]) => `<dt><code>${escaped(file)}</code></dt><dd>${escaped(said)}</dd>`)
    .join('');
  return `<section id="${language}" lang="${language}">
<h2>${escaped(words.title)}</h2>
<p>${escaped(words.what)}</p>
${facts(words, manifest)}
<h3>${escaped(words.insideTitle)}</h3>
<dl>${files}</dl>
<h3>${escaped(words.provesTitle)}</h3>
<ul>${items(words.proves)}</ul>
<h3>${escaped(words.checkTitle)}</h3>
<p>${escaped(words.check)}</p>
<ol>${items(words.steps)}</ol>
</section>`;
}

const style = `body{font:1rem/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}nav a{margin-right:1rem}section{border-top:1px solid #767676;margin-top:2rem}dt{font-weight:600}dd{margin:0 0 .5rem}code{font-family:ui-monospace,monospace}`;

/** The page an auditor opens first: four languages one below the other, no script, nothing from elsewhere. */
export function bundlePage(manifest: BundleManifest): string {
  const languages = Object.entries(bundleWords);
  const choice = languages
    .map(([id, { language }]) => `<a href="#${id}" lang="${id}">${language}</a>`)
    .join('');
  const sections = languages.map(([id, words]) => section(id, words, manifest)).join('\n');
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(bundleWords['en']?.title ?? '')}</title><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${style}</style></head>
<body>
<h1>Belfry</h1>
<nav>${choice}</nav>
${sections}
</body>
</html>
`;
}
