// SPDX-License-Identifier: Apache-2.0
import { z } from 'zod';
import { type ProblemCode, problem, problems } from './problems.ts';
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
    override: ({ jsonSchema }) => {
      // zod prints a pattern of 300 characters beside the format; the format says it all.
      if (jsonSchema.format !== undefined) {
        delete jsonSchema.pattern;
      }
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) {
        delete jsonSchema.minimum;
      }
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) {
        delete jsonSchema.maximum;
      }
    },
  }) as JsonObject & { $defs?: JsonObject };
  for (const [id, shape] of Object.entries($defs ?? {})) {
    shapes.set(id, toComponents(shape) as JsonObject);
  }
  const own = toComponents(rest) as JsonObject;
  const id = schema.meta()?.id;
  if (id === undefined) {
    return own;
  }
  shapes.set(id, own);
  return { $ref: `#/components/schemas/${id}` };
}

/** The same schema with its references pointing into the document's components. */
function toComponents(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(toComponents);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === '$ref' && typeof inner === 'string'
        ? inner.replace('#/$defs/', '#/components/schemas/')
        : toComponents(inner),
    ]),
  );
}

function parametersOf(shapes: Shapes, declared: Route): JsonObject[] {
  const list = (schema: z.ZodObject | undefined, where: 'path' | 'query') =>
    Object.entries(schema?.shape ?? {}).map(([name, field]) => {
      const type = field as z.ZodType;
      return {
        name,
        in: where,
        required: where === 'path' || !type.safeParse(undefined).success,
        ...(type.description === undefined ? {} : { description: type.description }),
        schema: schemaOf(shapes, type, 'input'),
      };
    });
  return [...list(declared.params, 'path'), ...list(declared.query, 'query')];
}

function problemAnswers(declared: Route): JsonObject {
  const codes = [
    ...everywhere,
    ...(declared.guard === 'public' ? [] : guarded),
    ...(declared.problems ?? []),
  ];
  const byStatus = Map.groupBy(new Set(codes), (code) => problems[code].status);
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, of]) => [
        String(status),
        {
          description: of.map((code) => `\`${code}\` ${problems[code].title}`).join('; '),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      ]),
  );
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
    security: declared.guard === 'public' ? [] : [{ token: [] }, { session: [] }],
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
  return {
    openapi: '3.1.0',
    info: {
      title: 'Belfry',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'A self-hosted incident desk with an evidence-grade logbook.',
    },
    paths,
    components: {
      schemas: {
        Problem: schemaOf(new Map(), problem, 'output'),
        ...Object.fromEntries([...shapes].sort(([a], [b]) => (a < b ? -1 : 1))),
      },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: '__Host-belfry' },
      },
    },
  };
}
