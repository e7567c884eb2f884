// SPDX-License-Identifier: Apache-2.0
import { isRefusal, refuse, type sourceRoutes } from '@belfry/contract';
import { tokenHash } from '../log/index.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { identityValue } from './source.ts';
import { presentChanged, type SourceParts, subjectOf } from './source-parts.ts';
import { endIdentity, findSource, insertIdentity } from './source-store.ts';

type Routes = Pick<typeof sourceRoutes, 'addSourceIdentity' | 'makeSourceToken' | 'endSourceIdentity'>;

/** Says what it is, for whoever finds one in a configuration; the rest is 32 random bytes. */
const TOKEN_PREFIX = 'belfry-log-';

export function identityHandlers({ database }: SourceParts): Handlers<Routes> {
  return {
    addSourceIdentity: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const { ids, now, record, sql } = changing;
        const source = await findSource(sql, params.id, true);
        if (isRefusal(source)) return source;
        if (source.state === 'retired') return refuse('source.retired');
        const { kind, label } = body;
        const value = identityValue(kind, body.value);
        if (isRefusal(value)) return value;
        const identity = { id: ids.uuid(), sourceId: source.id, kind, value, label };
        const refusal = await insertIdentity(sql, identity, now);
        if (refusal !== null) return refusal;
        record({
          event: 'source.identity_added',
          subject: subjectOf(source),
          changes: changesBetween({}, { kind, value, label }),
        });
        return presentChanged(changing, source);
      }),
    makeSourceToken: ({ actor, body, params }) =>
      database.change(actor, async (changing) => {
        const { ids, now, record, sql } = changing;
        const source = await findSource(sql, params.id, true);
        if (isRefusal(source)) return source;
        if (source.state === 'retired') return refuse('source.retired');
        const token = TOKEN_PREFIX + ids.secret();
        const identity = {
          id: ids.uuid(),
          sourceId: source.id,
          kind: 'token',
          label: body.label,
          value: tokenHash(token),
        } as const;
        const refusal = await insertIdentity(sql, identity, now);
        // Nobody else can have the same 32 random bytes.
        if (refusal !== null) return refuse('source.too_many', refusal.detail);
        record({
          event: 'source.token_made',
          subject: subjectOf(source),
          changes: changesBetween({}, { label: body.label }),
        });
        return { token, source: await presentChanged(changing, source) };
      }),
    endSourceIdentity: ({ actor, params }) =>
      database.change(actor, async (changing) => {
        const { now, record, sql } = changing;
        const source = await findSource(sql, params.id, true);
        if (isRefusal(source)) return source;
        const ended = await endIdentity(sql, source.id, params.identity, now);
        if (ended === undefined) return refuse('source.identity_not_found');
        const { kind, label, value } = ended;
        record({
          event: kind === 'token' ? 'source.token_revoked' : 'source.identity_ended',
          subject: subjectOf(source),
          changes: changesBetween(kind === 'token' ? { label } : { kind, value, label }, {
            ...{ kind: null, value: null, label: null },
          }),
        });
        return presentChanged(changing, source);
      }),
  };
}
