// SPDX-License-Identifier: Apache-2.0
import { type accountRoutes, isRefusal, limits, refuse } from '@belfry/contract';
import type { FastifyRequest } from 'fastify';
import { findOrganisation } from '../organisation/index.ts';
import type { SessionFound } from '../platform/authentication/authenticator.ts';
import { askForNewPasskey, readNewPasskey } from '../platform/authentication/passkey.ts';
import { newRecoveryCodes } from '../platform/authentication/recovery-code.ts';
import { slowHash } from '../platform/authentication/slow-hash.ts';
import { newTotpSecret, totpInvitation, totpStep } from '../platform/authentication/totp.ts';
import type { Handlers } from '../platform/http/handlers.ts';
import { changesBetween } from '../platform/outbox/outbox.ts';
import { startCeremony, takeCeremony } from './ceremony-store.ts';
import {
  confirmTotp,
  deletePasskey,
  insertPasskey,
  listPasskeys,
  readCredentials,
  renamePasskey,
  startTotp,
} from './credential-store.ts';
import { finishFactor, keepRecoveryCodes, type ProofMissing, reasonNotProved } from './enrolment.ts';
import { reasonNotPassword } from './password.ts';
import { giveCookie, type PeopleParts, presentSession, siteOf, visitorOf } from './people-parts.ts';
import { personSubject } from './person.ts';
import { findPerson, keepPassword, updatePerson } from './person-store.ts';
import { asJson } from './session-routes.ts';
import { endSessions, listSessions } from './session-store.ts';
import { actorOfSession } from './sign-in.ts';
import { countTry } from './throttle.ts';
import { listTokens, makeToken, revokeTokens, type TokenRow } from './token-store.ts';

type AccountHandlers = Handlers<typeof accountRoutes>;

export function accountHandlers(parts: PeopleParts): AccountHandlers {
  return {
    ...ownDataHandlers(parts),
    ...passwordAndCodeHandlers(parts),
    ...passkeyHandlers(parts),
    ...sessionAndTokenHandlers(parts),
  };
}

/** The session of a call that changes how one signs in, or why it may not. */
async function proved(parts: PeopleParts, request: FastifyRequest): Promise<SessionFound | ProofMissing> {
  const now = parts.now();
  const found = await parts.authenticator.session(request.headers, now);
  const missing = reasonNotProved(found, request.headers.authorization !== undefined, now);
  return missing ?? found ?? refuse('session.required');
}

function ownDataHandlers(parts: PeopleParts): Pick<AccountHandlers, 'readAccount' | 'changeAccount'> {
  const { authenticator, database } = parts;
  return {
    readAccount: async ({ actor, request }) => {
      if (actor.kind === 'person' && actor.via.kind === 'token') {
        return refuse('account.session_needed');
      }
      const found = await authenticator.session(request.headers, parts.now());
      if (found === null) {
        return refuse('session.required');
      }
      return await database.read(found.actor, async ({ sql }) => {
        const person = await findPerson(sql, found.actor.id);
        const credentials = await readCredentials(sql, found.actor.id);
        const passkeys = await listPasskeys(sql, found.actor.id);
        return {
          name: found.actor.name,
          email: found.actor.email,
          phone: person?.phone ?? null,
          language: person?.language ?? 'en',
          passwordSetAt: credentials.password?.setAt.toISOString() ?? null,
          totpSetAt: credentials.totp?.setAt.toISOString() ?? null,
          recoveryCodesLeft: credentials.recovery?.left ?? 0,
          singleSignOn: credentials.singleSignOn,
          passkeys: passkeys.map((row) => ({
            id: row.id,
            name: row.name,
            addedAt: row.addedAt.toISOString(),
            lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
            isBackedUp: row.isBackedUp,
          })),
        };
      });
    },
    changeAccount: async ({ actor, body, request }) => {
      // The name is who did it in every record to come: no token changes it.
      if (actor.via.kind !== 'session') {
        return refuse('account.session_needed');
      }
      const provedAt = (await authenticator.session(request.headers, parts.now()))?.provedAt ?? null;
      const changed = await database.change(actor, async ({ sql, record }) => {
        const before = await findPerson(sql, actor.id);
        if (before === null) {
          return refuse('session.required');
        }
        const after = {
          name: body.name ?? before.name,
          phone: body.phone === undefined ? before.phone : body.phone.trim() || null,
          language: body.language ?? before.language,
        };
        const changes = changesBetween(
          { name: before.name, phone: before.phone, language: before.language },
          after,
        );
        if (changes.length > 0) {
          await updatePerson(sql, actor.id, after);
          record({ event: 'person.changed', subject: personSubject(before), changes });
        }
        return await presentSession(
          sql,
          { ...actor, name: after.name, language: after.language },
          'complete',
          provedAt,
        );
      });
      authenticator.forget(actor.id);
      return changed;
    },
  };
}

function passwordAndCodeHandlers(
  parts: PeopleParts,
): Pick<AccountHandlers, 'setPassword' | 'beginTotp' | 'confirmTotp' | 'renewRecoveryCodes'> {
  const { authenticator, database } = parts;
  return {
    setPassword: async ({ body, request }) => {
      const found = await proved(parts, request);
      if (isRefusal(found)) {
        return found;
      }
      const { actor } = found;
      const { organisation, ways } = await database.read(actor, async ({ sql }) => ({
        organisation: await findOrganisation(sql),
        ways: await readCredentials(sql, actor.id),
      }));
      if (ways.singleSignOn && ways.totp === null && ways.passkeyCount === 0) {
        return refuse('account.last_factor', 'A password alone opens nothing beside the single sign-on');
      }
      const weak = reasonNotPassword(body.password, { ...actor, organisation: organisation?.name ?? '' });
      if (weak !== null) {
        return weak;
      }
      const hash = await slowHash(body.password);
      await database.change(actor, async ({ sql, now, record }) => {
        await keepPassword(sql, actor.id, hash, now);
        record({ event: 'person.password_set', subject: personSubject(actor) });
        for (const ended of await endSessions(sql, actor.id, now, { except: actor.via.id })) {
          record({
            event: 'session.revoked',
            subject: { kind: 'session', id: ended.id, reference: ended.device },
          });
        }
      });
      authenticator.forget(actor.id);
      return undefined;
    },
    beginTotp: async ({ request }) => {
      const found = await proved(parts, request);
      if (isRefusal(found)) {
        return found;
      }
      const { actor } = found;
      const secret = newTotpSecret();
      const site = await database.change(actor, async ({ sql }) => {
        await startTotp(sql, actor.id, secret);
        return await siteOf(parts, sql);
      });
      return { secret, ...(await totpInvitation(secret, site.organisation, actor.email)) };
    },
    confirmTotp: async ({ body, request, reply }) => {
      const found = await proved(parts, request);
      if (isRefusal(found)) {
        return found;
      }
      const { actor } = found;
      const attempt = await countTry(database, visitorOf(request), actor.email);
      if (attempt.refusal !== null) {
        return attempt.refusal;
      }
      const codes = await newRecoveryCodes();
      const added = await database.change(actor, async (changing) => {
        const { sql, now, record } = changing;
        const { pendingTotpSecret: secret } = await readCredentials(sql, actor.id);
        const step = secret === null ? null : totpStep(secret, body.code, now, 0);
        if (secret === null || step === null || !(await confirmTotp(sql, actor.id, secret, step, now))) {
          return refuse('account.code_not_accepted');
        }
        record({ event: 'person.totp_set', subject: personSubject(actor) });
        return await finishFactor(changing, found, codes);
      });
      if (isRefusal(added)) {
        return added;
      }
      await attempt.succeeded();
      return await afterFactor(parts, found, added, reply);
    },
    renewRecoveryCodes: async ({ request }) => {
      const found = await proved(parts, request);
      if (isRefusal(found)) {
        return found;
      }
      const codes = await newRecoveryCodes();
      await database.change(found.actor, (changing) => keepRecoveryCodes(changing, found.actor, codes));
      return { recoveryCodes: [...codes.codes] };
    },
  };
}

/** A whole session from here on; one that enrolled gets a new secret with its new rights. */
async function afterFactor(
  parts: PeopleParts,
  found: SessionFound,
  added: { recoveryCodes: string[] | null; secret: string | null },
  reply: Parameters<typeof giveCookie>[1],
) {
  const { actor } = found;
  parts.authenticator.forget(actor.id);
  if (added.secret !== null) {
    giveCookie(parts, reply, added.secret);
  }
  const session = await parts.database.read(actor, async ({ sql, now }) => {
    const person = await findPerson(sql, actor.id);
    const whole = person === null ? actor : actorOfSession(person, actor.via.id, 'complete');
    return await presentSession(sql, whole, 'complete', added.secret === null ? found.provedAt : now);
  });
  return { recoveryCodes: added.recoveryCodes, session };
}

function passkeyHandlers(
  parts: PeopleParts,
): Pick<AccountHandlers, 'beginPasskey' | 'addPasskey' | 'renamePasskey' | 'removePasskey'> {
  const { database } = parts;
  return {
    beginPasskey: async ({ request }) => {
      const found = await proved(parts, request);
      if (isRefusal(found)) {
        return found;
      }
      const { actor } = found;
      return await database.change(actor, async (changing) => {
        const known = (await listPasskeys(changing.sql, actor.id)).map((row) => row.credentialId);
        const asked = await askForNewPasskey(await siteOf(parts, changing.sql), actor, known);
        const content = { challenge: asked.challenge };
        const ceremony = await startCeremony(changing, {
          kind: 'passkey_making',
          personId: actor.id,
          content,
        });
        return { ceremony, options: asJson(asked.options) };
      });
    },
    addPasskey: async ({ body, request, reply }) => {
      const found = await proved(parts, request);
      if (isRefusal(found)) {
        return found;
      }
      const { actor } = found;
      const codes = await newRecoveryCodes();
      const ceremony = await database.change(actor, (changing) =>
        takeCeremony(changing, 'passkey_making', body.ceremony),
      );
      const challenge = ceremony?.personId === actor.id ? ceremony.content['challenge'] : undefined;
      const made =
        challenge === undefined
          ? null
          : await readNewPasskey({ publicUrl: parts.publicUrl() }, challenge, body.answer);
      if (made === null) {
        return refuse('passkey.not_accepted');
      }
      const added = await database.change(actor, async (changing) => {
        const { sql, now, ids, record } = changing;
        const count = (await listPasskeys(sql, actor.id)).length;
        const name = body.name ?? `Passkey ${count + 1}`;
        if (count >= limits.passkeysPerPersonMax) {
          return refuse('account.too_many', `At most ${limits.passkeysPerPersonMax} passkeys`);
        }
        if (!(await insertPasskey(sql, ids.uuid(), actor.id, { ...made, name }, now))) {
          return refuse('passkey.not_accepted');
        }
        record({ event: 'person.passkey_added', subject: personSubject(actor), text: name });
        return await finishFactor(changing, found, codes);
      });
      return isRefusal(added) ? added : await afterFactor(parts, found, added, reply);
    },
    renamePasskey: async ({ actor, params, body }) =>
      actor.via.kind !== 'session'
        ? refuse('account.session_needed')
        : await database.change(actor, async ({ sql, record }) => {
            const before = await renamePasskey(sql, actor.id, params.id, body.name);
            if (before === null) {
              return refuse('passkey.not_found');
            }
            const changes = [{ field: 'passkey', from: before, to: body.name }];
            record({ event: 'person.changed', subject: personSubject(actor), changes });
            return undefined;
          }),
    removePasskey: async ({ params, request }) => {
      const found = await proved(parts, request);
      if (isRefusal(found)) {
        return found;
      }
      const { actor } = found;
      return await database.change(actor, async ({ sql, record }) => {
        const name = await deletePasskey(sql, actor.id, params.id);
        if (name === null) {
          return refuse('passkey.not_found');
        }
        const left = await readCredentials(sql, actor.id);
        // Single sign-on is not counted: the day it is down is the day a local way is needed.
        if (left.passkeyCount === 0 && (left.password === null || left.totp === null)) {
          return refuse('account.last_factor');
        }
        record({ event: 'person.passkey_removed', subject: personSubject(actor), text: name });
        return undefined;
      });
    },
  };
}

function sessionAndTokenHandlers(
  parts: PeopleParts,
): Pick<AccountHandlers, 'listSessions' | 'revokeSession' | 'listTokens' | 'makeToken' | 'revokeToken'> {
  const { authenticator, database } = parts;
  return {
    listSessions: async ({ actor }) => {
      // Addresses and devices of somebody are nothing for a token that was made for something else.
      if (actor.isScoped === true) {
        return refuse('account.session_needed');
      }
      return await database.read(actor, async ({ sql, now }) => ({
        items: (await listSessions(sql, actor.id, now)).map(({ startedAt, lastSeenAt, ...row }) => ({
          ...row,
          startedAt: startedAt.toISOString(),
          lastSeenAt: lastSeenAt.toISOString(),
          isThis: row.id === actor.via.id,
        })),
      }));
    },
    revokeSession: async ({ actor, params }) => {
      if (actor.via.kind !== 'session') {
        return refuse('account.session_needed');
      }
      const ended = await database.change(actor, async ({ sql, now, record }) => {
        const [row] = await endSessions(sql, actor.id, now, { only: params.id });
        if (row === undefined) {
          return refuse('session.not_found');
        }
        record({ event: 'session.revoked', subject: { kind: 'session', id: row.id, reference: row.device } });
        return undefined;
      });
      authenticator.forget(actor.id);
      return ended;
    },
    listTokens: async ({ actor }) =>
      await database.read(actor, async ({ sql, now }) => ({
        items: (await listTokens(sql, actor.id, now)).map(presentToken),
      })),
    makeToken: async ({ actor, body, request }) => {
      const found = await proved(parts, request);
      if (isRefusal(found)) {
        return found;
      }
      const beyond = (body.scopes ?? []).filter((scope) => !actor.permissions.has(scope));
      if (beyond.length > 0) {
        return refuse('token.scope_beyond_own', `You do not hold ${beyond.join(', ')}`);
      }
      return await database.change(actor, async (changing) => {
        if ((await listTokens(changing.sql, actor.id, changing.now)).length >= limits.tokensPerPersonMax) {
          return refuse(
            'account.too_many',
            `At most ${limits.tokensPerPersonMax} tokens at a time: revoke one`,
          );
        }
        const scopes = body.scopes ?? null;
        const made = await makeToken(changing, {
          personId: actor.id,
          name: body.name,
          days: body.days,
          scopes,
        });
        return { ...presentToken(made), token: made.token };
      });
    },
    revokeToken: async ({ actor, params }) => {
      const isOwnOrSession = actor.via.kind === 'session' || actor.via.id === params.id;
      const revoked = await database.change(actor, async (changing) =>
        isOwnOrSession && (await revokeTokens(changing, actor.id, params.id)).length > 0
          ? undefined
          : refuse('token.not_found'),
      );
      authenticator.forget(actor.id);
      return revoked;
    },
  };
}

function presentToken(row: TokenRow) {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes === null ? null : [...row.scopes],
    madeAt: row.madeAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  };
}
