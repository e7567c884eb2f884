// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkManifests, checkUse, type Declared, packageOf } from './dependencies.ts';
import { checkDocument, type Quotable, slugOf } from './documents.ts';
import { aTree } from './tree.ts';

const quotable: Quotable = {
  paths: new Set(['README.md', 'docs/a.md', 'apps/server/src/main.ts']),
  scripts: new Set(['check']),
  commands: new Map([['serve', new Set(['port'])]]),
  variables: new Set(['BELFRY_PORT']),
  names: new Set(['incident.not_found']),
  routes: new Set(['/api/v1/incidents/{reference}']),
  identifiers: new Set(['openApi']),
};
const texts = new Map([['docs/a.md', '# A\n\n## What it does, exactly\n']]);
const said = (text: string) =>
  checkDocument('README.md', `# Belfry\n${text}`, texts, quotable).map(({ message }) => message);

describe('checkDocument()', () => {
  it('checkDocument() lets true quotations and links stand', () => {
    const text = [
      '`npm run check`, `belfry serve --port 8080`, `BELFRY_PORT`, `apps/server/src/main.ts`, `apps/server/`,',
      '`GET /api/v1/incidents/{reference}`, `incident.not_found`, `openApi()`, `value.field`,',
      '[a](docs/a.md#what-it-does-exactly), [b](https://example.org), [c](#belfry)',
    ].join('\n');
    assert.deepEqual(
      checkDocument(
        'README.md',
        `# Belfry\n${text}`,
        new Map([...texts, ['README.md', '# Belfry']]),
        quotable,
      ),
      [],
    );
  });

  // Danger: a reader types what a document says, and it is not so.
  it('checkDocument() finds each quotation that is not so', () => {
    assert.match(said('`npm run fly`')[0] ?? '', /no such script/);
    assert.match(said('```sh\nnpx belfry fly --far\n```')[0] ?? '', /no such command/);
    assert.match(said('`belfry serve --prot 8080`')[0] ?? '', /no such option of belfry serve as "--prot"/);
    assert.match(said('`BELFRY_PROT=1`')[0] ?? '', /no such variable/);
    assert.match(said('`apps/server/src/gone.ts`')[0] ?? '', /no such file/);
    assert.match(said('`GET /api/v1/cases`')[0] ?? '', /no such call/);
    assert.match(said('`incident.gone`')[0] ?? '', /no such name/);
    assert.match(said('`openApy()`')[0] ?? '', /no such function/);
    assert.match(said('[a](docs/gone.md)')[0] ?? '', /not there/);
    assert.match(said('[a](docs/a.md#gone)')[0] ?? '', /heading/);
    assert.match(said('see main.ts:12')[0] ?? '', /lines move/);
    assert.match(said('# Another')[0] ?? '', /2 titles/);
  });

  it('slugOf() writes anchors as renderers do', () => {
    assert.equal(slugOf('What it does, exactly'), 'what-it-does-exactly');
  });
});

describe('checkManifests()', () => {
  const declared: Declared = {
    dependencies: [{ workspace: 'apps/a', name: 'left', licence: 'MIT', reason: 'pads' }],
    licences: ['MIT'],
    licencesOfTools: [],
    workspaces: { 'apps/a': { owner: 'a', dependenciesMax: 1 } },
  };
  const judge = (dependencies: string[], licence = 'MIT') =>
    checkManifests([{ workspace: 'apps/a', dependencies, devDependencies: [] }], declared, () => licence).map(
      ({ message }) => message,
    );

  it('checkManifests() wants a reason, the licence that is there, and the budget kept', () => {
    assert.deepEqual(judge(['left']), []);
    assert.match(judge(['left', 'right'])[0] ?? '', /1 at most/);
    assert.match(judge(['right'])[0] ?? '', /without a reason/);
    assert.match(judge(['left'], 'AGPL-3.0')[0] ?? '', /read the licence/);
    assert.match(judge([])[0] ?? '', /any more/);
  });
});

describe('checkUse()', () => {
  const manifests = [
    { workspace: '.', dependencies: [], devDependencies: ['prove'] },
    { workspace: 'apps/a', dependencies: ['left', 'idle'], devDependencies: [] },
  ];

  it('checkUse() finds an import nobody declared and a declaration nobody imports', () => {
    const { sources } = aTree({
      'apps/a/src/a.ts': "import 'left'; import '@scope/right/deep'; import 'node:fs';",
      'apps/a/src/a.test.ts': "import 'prove';",
    });
    assert.deepEqual(
      checkUse(sources, manifests, []).map(({ key }) => key),
      ['apps/a/src/a.ts @scope/right', 'apps/a idle'],
    );
    assert.equal(packageOf('@scope/right/deep'), '@scope/right');
  });
});
