// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { type ProblemCode, problem, problemCodes, problems } from './problems.ts';
import type { Route, Routes } from './route.ts';

type JsonObject = { [name: string]: unknown };

const mediaTypes = {
  csv: 'text/csv',
  events: 'text/event-stream',
  file: 'application/octet-stream',
} as const;

/** Refusals every call can meet, by the guard it has. */
const everywhere: readonly ProblemCode[] = [
  'request.not_valid',
  'request.too_many',
  'database.unavailable',
  'server.failed',
];
const guarded: readonly ProblemCode[] = [
  'session.required',
  'session.token_not_accepted',
  'permission.missing',
];

/** Shapes with an id of their own, gathered once for the whole document. */
type Shapes = Map<string, JsonObject>;

function schemaOf(shapes: Shapes, schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const {
    $schema: _version,
    $defs,
    ...rest
  } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    override: ({ jsonSchema, zodSchema }) => {
      // zod prints a pattern of 300 characters beside the format; the format says it all, also behind a name.
      if ('format' in zodSchema._zod.def || jsonSchema.format !== undefined) {
        delete jsonSchema.pattern;
      }
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) {
        delete jsonSchema.minimum;
      }
      // Names of members are text in JSON; only a list of names says more.
      if (JSON.stringify(jsonSchema.propertyNames) === '{"type":"string"}') {
        delete jsonSchema.propertyNames;
      }
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
        delete jsonSchema.maximum;
      }
    },
  }) as JsonObject & { $defs?: JsonObject };
  const names = nameRecursion($defs ?? {});
  for (const [id, shape] of Object.entries($defs ?? {})) {
    shapes.set(names.get(id) ?? id, toComponents(shape, names) as JsonObject);
  }
  const own = toComponents(rest, names) as JsonObject;
  const id = schema.meta()?.id;
  if (id === undefined) {
    return own;
  }
  const reference = { $ref: `#/components/schemas/${id}` };
  // zod prints some roots with an id among the definitions, and leaves a reference to them in their place.
  if (own['$ref'] !== reference.$ref) shapes.set(id, own);
  return reference;
}

/**
 * zod names a recursive shape without an id by its place, `__schema0`, and counts anew for every schema. The
 * only one there is comes from `z.json()`; a second kind would silently take its name, so it has to bring an id.
 */
function nameRecursion($defs: JsonObject): Map<string, string> {
  const names = new Map<string, string>();
  for (const [id, shape] of Object.entries($defs)) {
    if (!id.startsWith('__schema')) continue;
    const first = (shape as { anyOf?: unknown[] }).anyOf?.[0];
    if (JSON.stringify(first) !== '{"type":"string"}') {
      throw new Error(
        `Cannot name a recursive shape: give it an id with .meta({ id }): ${JSON.stringify(shape)}`,
      );
    }
    names.set(id, 'JsonValue');
  }
  return names;
}

/** The same schema with its references pointing into the document's components. */
function toComponents(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(value)) {
    return value.map((inner) => toComponents(inner, names));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const target = (reference: string) => {
    const id = reference.replace('#/$defs/', '');
    return id === reference ? reference : `#/components/schemas/${names.get(id) ?? id}`;
  };
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === '$ref' && typeof inner === 'string' ? target(inner) : toComponents(inner, names),
    ]),
  );
}

function parametersOf(shapes: Shapes, declared: Route): JsonObject[] {
  const list = (schema: z.ZodObject | undefined, where: 'path' | 'query') =>
    Object.entries(schema?.shape ?? {}).map(([name, field]) => {
      const type = field as z.ZodType;
      const isRequired = where === 'path' || !type.safeParse(undefined).success;
      const { description = type.description, ...shape } = schemaOf(shapes, type, 'input');
      return {
        name,
        in: where,
        ...(isRequired ? { required: true } : {}),
        ...(description === undefined ? {} : { description }),
        schema: shape,
      };
    });
  const once: JsonObject[] =
    declared.isIdempotent === true
      ? [
          {
            name: 'Idempotency-Key',
            in: 'header',
            description:
              'Makes trying again safe for 24 hours: the same key with the same body gets the same answer. Without an account, a UUID or 16 random characters',
            schema: { type: 'string', maxLength: 255 },
          },
        ]
      : [];
  return [...list(declared.params, 'path'), ...list(declared.query, 'query'), ...once];
}

/** An answer of refusals that share a status. */
function answersWith(codes: readonly ProblemCode[]): { status: string; answer: JsonObject }[] {
  const byStatus = Map.groupBy(new Set(codes), (code) => problems[code].status);
  return [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, of]) => ({ status: String(status), answer: answerOfProblems(of) }));
}

function answerOfProblems(codes: readonly ProblemCode[]): JsonObject {
  return {
    description: codes.map((code) => `\`${code}\` ${problems[code].title}`).join('; '),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
}

/** An answer that many calls share has a name in the components: the code of its refusal, or what any call can meet. */
const sharedAnswers = new Map<string, JsonObject>([
  ['any', answerOfProblems(everywhere)],
  ['guarded', answerOfProblems([...everywhere, ...guarded])],
  ...problemCodes.map((code) => [code, answerOfProblems([code])] as const),
]);

function problemAnswers(declared: Route): JsonObject {
  const answers = answersWith(declared.problems ?? []).map(({ answer, status }) => {
    const [name] =
      [...sharedAnswers].find(([, shared]) => shared['description'] === answer['description']) ?? [];
    return [status, name === undefined ? answer : { $ref: `#/components/responses/${name}` }] as const;
  });
  const rest = declared.guard === 'public' ? 'any' : 'guarded';
  return { ...Object.fromEntries(answers), default: { $ref: `#/components/responses/${rest}` } };
}

function answerOf(shapes: Shapes, declared: Route): JsonObject {
  if (declared.response !== undefined) {
    return {
      description: declared.response.description ?? 'Done',
      content: { 'application/json': { schema: schemaOf(shapes, declared.response, 'output') } },
    };
  }
  const media =
    declared.media === undefined ? undefined : mediaTypes[declared.media as keyof typeof mediaTypes];
  return media === undefined
    ? { description: 'Done' }
    : { description: 'The content', content: { [media]: { schema: { type: 'string' } } } };
}

function operationOf(shapes: Shapes, declared: Route): JsonObject {
  const parameters = parametersOf(shapes, declared);
  const bodyMedia = declared.media === 'multipart' ? 'multipart/form-data' : 'application/json';
  const bodySchema =
    declared.media === 'multipart'
      ? { type: 'object', additionalProperties: { type: 'string', format: 'binary' } }
      : declared.body && schemaOf(shapes, declared.body, 'input');
  return {
    operationId: declared.id,
    summary: declared.summary,
    tags: [declared.id.split('.')[0]],
    'x-guard': declared.guard,
    ...(declared.guard === 'public' ? { security: [] } : {}),
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(bodySchema === undefined
      ? {}
      : {
          requestBody: {
            required: declared.body !== undefined && !declared.body.safeParse(undefined).success,
            content: { [bodyMedia]: { schema: bodySchema } },
          },
        }),
    responses: {
      [String(
        declared.status ?? (declared.response === undefined && declared.media === undefined ? 204 : 200),
      )]: answerOf(shapes, declared),
      ...problemAnswers(declared),
    },
  };
}

/** Parameters that several calls take alike stand in the components once, named after themselves. */
function shareParameters(paths: Record<string, JsonObject>): JsonObject {
  const lists = Object.values(paths).flatMap((calls) =>
    Object.values(calls).flatMap((call) => (call as { parameters?: JsonObject[] }).parameters ?? []),
  );
  const alike = Map.groupBy(lists, (parameter) => JSON.stringify(parameter));
  const shared: Record<string, JsonObject> = {};
  const names = new Map<string, string>();
  for (const [written, [first, second]] of alike) {
    if (first === undefined || second === undefined) continue;
    const taken = Object.keys(shared).filter((name) => name.split('.')[0] === first['name']).length;
    const name = taken === 0 ? String(first['name']) : `${first['name']}.${taken + 1}`;
    shared[name] = first;
    names.set(written, name);
  }
  for (const call of Object.values(paths).flatMap((calls) => Object.values(calls) as JsonObject[])) {
    const own = call['parameters'] as JsonObject[] | undefined;
    if (own === undefined) continue;
    call['parameters'] = own.map((parameter) => {
      const name = names.get(JSON.stringify(parameter));
      return name === undefined ? parameter : { $ref: `#/components/parameters/${name}` };
    });
  }
  return shared;
}

/** Refusals that several calls answer with alike stand in the components once, named after their first code. */
function shareRefusals(paths: Record<string, JsonObject>): JsonObject {
  const answers = Object.values(paths)
    .flatMap((calls) => Object.values(calls) as { responses: Record<string, JsonObject> }[])
    .flatMap(({ responses }) => Object.entries(responses).map((entry) => ({ responses, entry })))
    .filter(({ entry: [status, answer] }) => Number(status) >= 400 && answer['$ref'] === undefined);
  const shared: Record<string, JsonObject> = {};
  for (const alike of Map.groupBy(answers, ({ entry }) => JSON.stringify(entry)).values()) {
    const [first, second] = alike;
    if (first === undefined || second === undefined) continue;
    const [, answer] = first.entry;
    const code = /[\w.]+/.exec(String(answer['description']))?.[0] ?? 'refusals';
    const name = `${code}.${Object.keys(shared).filter((known) => known.startsWith(`${code}.`)).length + 2}`;
    shared[name] = answer;
    for (const { entry, responses } of alike) {
      responses[entry[0]] = { $ref: `#/components/responses/${name}` };
    }
  }
  return shared;
}

/** A problem document with the codes that these calls can answer with. */
function problemShape(declared: readonly Route[]): JsonObject {
  const shape = schemaOf(new Map(), problem, 'output') as { properties: Record<string, JsonObject> };
  const codes = new Set([...everywhere, ...guarded, ...declared.flatMap(({ problems: own }) => own ?? [])]);
  const code = { ...shape.properties['code'], enum: problemCodes.filter((each) => codes.has(each)) };
  return { ...shape, properties: { ...shape.properties, code } };
}

/** The contract as an OpenAPI 3.1 document. */
export function openApi(routes: Routes, version: string): JsonObject {
  const paths: Record<string, JsonObject> = {};
  const shapes: Shapes = new Map();
  for (const declared of Object.values(routes)) {
    paths[declared.path] = {
      ...paths[declared.path],
      [declared.method.toLowerCase()]: operationOf(shapes, declared),
    };
  }
  const parameters = shareParameters(paths);
  const refusals = shareRefusals(paths);
  const written = JSON.stringify(paths);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Belfry',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'A self-hosted incident desk with an evidence-grade logbook.',
    },
    security: [{ token: [] }, { session: [] }],
    paths,
    components: {
      schemas: {
        Problem: problemShape(Object.values(routes)),
        ...Object.fromEntries([...shapes].sort(([a], [b]) => (a < b ? -1 : 1))),
      },
      parameters,
      responses: {
        ...Object.fromEntries([...sharedAnswers].filter(([name]) => written.includes(`responses/${name}"`))),
        ...refusals,
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-belfry' },
      },
    },
  };
}
