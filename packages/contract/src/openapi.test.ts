// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { openApi } from './openapi.ts';
import { route } from './route.ts';
import { routes } from './routes.ts';

interface Document {
  paths: Record<string, Record<string, { operationId: string; responses: Record<string, unknown> }>>;
  components: Record<'schemas' | 'responses' | 'parameters', Record<string, unknown>>;
}
const printed = openApi(routes, '1.0.0') as unknown as Document;

describe('openApi()', () => {
  it('openApi() prints every route once', () => {
    const ids = Object.values(printed.paths).flatMap((path) =>
      Object.values(path).map((call) => call.operationId),
    );
    assert.deepEqual(
      ids.sort(),
      Object.values(routes)
        .map((declared) => declared.id)
        .sort(),
    );
  });

  // Danger: a reader follows a reference into nothing.
  it('openApi() points only at components that are there', () => {
    for (const [, kind, name] of JSON.stringify(printed).matchAll(/"#\/components\/(\w+)\/([^"]+)"/g)) {
      assert.ok(
        Object.hasOwn(printed.components[kind as 'schemas'], name as string),
        `components/${kind}/${name} is missing`,
      );
    }
  });

  // Danger: a shape that says no more than that it is itself.
  it('openApi() prints no shape that refers to itself alone', () => {
    for (const [name, shape] of Object.entries(printed.components.schemas)) {
      assert.notEqual((shape as { $ref?: string }).$ref, `#/components/schemas/${name}`);
    }
  });

  // Danger: a document nobody can open: an instant brings a pattern of 300 characters wherever it is named.
  it('openApi() says an instant once, and no pattern beside a reference', () => {
    const instants = JSON.stringify(printed).match(/"format":"date-time"/g) ?? [];
    assert.equal(instants.length, 1);
    assert.doesNotMatch(JSON.stringify(printed), /"pattern":"[^}]*"\$ref"/);
  });

  it('openApi() says once what several calls refuse with alike', () => {
    const refusals = Object.values(printed.paths)
      .flatMap((path) => Object.values(path))
      .flatMap(({ responses }) => Object.entries(responses))
      .filter(([status, answer]) => Number(status) >= 400 && !Object.hasOwn(answer as object, '$ref'))
      .map((answer) => JSON.stringify(answer));
    assert.equal(new Set(refusals).size, refusals.length);
  });

  // Danger: zod counts nameless recursion anew for every schema, so two kinds would be printed under one name.
  it('openApi() names the JSON value and refuses another recursion without an id', () => {
    assert.ok(Object.hasOwn(printed.components.schemas, 'JsonValue'));
    assert.ok(!JSON.stringify(printed).includes('__schema'));
    const tree: z.ZodType = z.lazy(() => z.strictObject({ branches: z.array(tree) }));
    const readTree = route({
      id: 'tree.read',
      method: 'GET',
      path: '/tree',
      guard: 'public',
      summary: 'Read a tree',
      response: z.strictObject({ root: tree }),
    });
    assert.throws(() => openApi({ readTree }, '1.0.0'), /give it an id/);
  });

  it('openApi() marks a public call as open and a guarded one as closed', () => {
    const text = JSON.stringify(printed.paths['/api/v1/session']);
    assert.match(text, /"x-guard":"public","security":\[\]/);
  });
});
