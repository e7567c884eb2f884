// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Boundaries, checkEdgesUsed, checkImports } from './imports.ts';
import { aTree } from './tree.ts';

const boundaries: Boundaries = {
  workspaceEdges: [{ from: 'apps/server', to: 'packages/contract', reason: 'serves it' }],
  sliceEdges: [{ from: 'exercises', to: 'playbooks', reason: 'runs one as written' }],
  serverRooms: { platform: { opens: [] }, processes: { opens: ['platform', '*'] } },
  webFoundation: ['ui'],
  webEdges: [],
  wrapped: [{ package: 'nodemailer', home: ['apps/server/src/platform/mail/'], instead: 'the mail queue' }],
};
const said = (texts: Record<string, string>) =>
  checkImports(aTree(texts).sources, boundaries).map(({ path, message }) => `${path} ${message}`);
const importing = (from: string, specifier: string) => said({ [from]: `import { x } from '${specifier}';` });

describe('checkImports()', () => {
  it('checkImports() lets a server import the contract by its name', () => {
    assert.deepEqual(importing('apps/server/src/main.ts', '@belfry/contract'), []);
  });

  // Danger: a browser imports a database driver by accident, or a verifier the mailer.
  it('checkImports() refuses a workspace edge that is not listed, and a way around a door', () => {
    assert.match(importing('packages/contract/src/a.ts', '@belfry/server')[0] ?? '', /no such edge/);
    assert.match(
      importing('apps/server/src/main.ts', '../../../packages/contract/src/a.ts')[0] ?? '',
      /through its door/,
    );
  });

  it('checkImports() keeps slices apart, but for listed edges through doors', () => {
    assert.match(importing('apps/server/src/a/a.ts', '../b/index.ts')[0] ?? '', /processes\//);
    assert.deepEqual(importing('apps/server/src/exercises/e.ts', '../playbooks/index.ts'), []);
    assert.match(importing('apps/server/src/exercises/e.ts', '../playbooks/p.ts')[0] ?? '', /past the door/);
    assert.deepEqual(importing('apps/server/src/a/a.test.ts', '../b/b.ts'), []);
  });

  it('checkImports() lets processes open doors, and the platform none', () => {
    assert.deepEqual(importing('apps/server/src/processes/a-becomes-b.ts', '../b/index.ts'), []);
    assert.match(
      importing('apps/server/src/platform/http/app.ts', '../../b/index.ts')[0] ?? '',
      /processes\//,
    );
    assert.match(importing('apps/server/src/a/a.ts', '../main.ts')[0] ?? '', /hand the value in/);
  });

  it('checkImports() keeps the layers of a slice in order', () => {
    assert.match(importing('apps/server/src/a/a-store.ts', './a-routes.ts')[0] ?? '', /a store imports/);
    assert.deepEqual(importing('apps/server/src/a/a-store.ts', './b-store.ts'), []);
    assert.deepEqual(importing('apps/server/src/a/index.ts', './a-routes.ts'), []);
  });

  // Danger: a decision that reads the database cannot be replayed on the facts that stand on the record.
  it('checkImports() keeps the world out of what decides', () => {
    const deciding = (specifier: string) =>
      said({
        'apps/server/src/a/a-store.ts': '',
        'apps/server/src/a/a.ts': `import { x } from '${specifier}';`,
      });
    assert.match(deciding('./a-store.ts')[0] ?? '', /leave the world to the store/);
    assert.match(deciding('node:fs/promises')[0] ?? '', /leave the world/);
    assert.deepEqual(deciding('@belfry/contract'), []);
    assert.deepEqual(deciding('node:crypto'), []);
  });

  it('checkImports() keeps a wrapped library at home and the nouns of the web apart', () => {
    assert.match(importing('apps/server/src/a/a.ts', 'nodemailer')[0] ?? '', /the mail queue/);
    assert.match(importing('apps/web/src/a/a.tsx', '../b/b.tsx')[0] ?? '', /into ui\//);
    assert.deepEqual(importing('apps/web/src/a/a.tsx', '../ui/x.tsx'), []);
    assert.match(importing('apps/web/src/ui/x.tsx', '../a/a.tsx')[0] ?? '', /into ui\//);
  });
});

describe('checkEdgesUsed()', () => {
  it('checkEdgesUsed() names a listed edge that nothing uses', () => {
    const { sources } = aTree({ 'apps/server/src/main.ts': `import { x } from '@belfry/contract';` });
    assert.deepEqual(
      checkEdgesUsed(sources, boundaries).map(({ key }) => key),
      ['exercises -> playbooks'],
    );
  });
});
