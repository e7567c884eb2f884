// SPDX-License-Identifier: Apache-2.0
import { isRefusal } from '@belfry/contract';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { letIn, type PeopleParts, passwordOfDemonstration } from '../people/index.ts';
import { isSameText } from '../platform/authentication/secret.ts';
import { sendProblem } from '../platform/http/problem-reply.ts';
import { crossSite } from '../platform/http/register-routes.ts';
import { type SamplePerson, sampleOrganisation, samplePeople } from './people.ts';

type Call = { Params: { secret: string }; Body: { who?: unknown } | undefined };

const PASSWORD_DIGITS = 8;
const policy =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/**
 * The way into a demonstration: a page under a secret address where one chooses whom to be. The secret lives in
 * this process only, and ends with it.
 *
 * @returns the path to print
 */
export function openDoor(app: FastifyInstance, parts: PeopleParts): string {
  const secret = parts.ids.secret();
  const password = `demo-${parts.ids.digits(PASSWORD_DIGITS)}`;
  const givePassword = passwordOfDemonstration(parts, password);
  const given = new Set<string>();
  const isOurs = (request: FastifyRequest<Call>) => isSameText(request.params.secret, secret);
  app.get<Call>('/demo/:secret', async (request, reply) =>
    isOurs(request) ? sendPage(reply, { secret, password }) : reply.callNotFound(),
  );
  app.post<Call>('/demo/:secret', async (request, reply) => {
    if (!isOurs(request)) {
      return reply.callNotFound();
    }
    const foreign = crossSite(request, { publicOrigin: () => new URL(parts.publicUrl()).origin });
    if (isRefusal(foreign)) {
      return sendProblem(reply, foreign);
    }
    const who = samplePeople.find(({ key }) => key === request.body?.who);
    if (who === undefined || !(await letIn(parts, who.email, { request, reply }))) {
      return sendPage(reply.code(422), { secret, password });
    }
    if (!given.has(who.key)) {
      given.add(who.key);
      await givePassword(who.email);
    }
    return reply.redirect('/', 303);
  });
  return `/demo/${secret}`;
}

interface Opened {
  readonly secret: string;
  readonly password: string;
}

function sendPage(reply: FastifyReply, opened: Opened): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('content-type', 'text/html; charset=utf-8')
    .send(pageOf(opened));
}

/** Those whose day shows most of the desk come first. */
const firstKeys = ['ilse', 'noor', 'sofie', 'hilde', 'marleen', 'amara', 'greet'];

function pageOf({ password, secret }: Opened): string {
  const everybody: readonly SamplePerson[] = samplePeople;
  const first = firstKeys.flatMap((wanted) => everybody.filter(({ key }) => key === wanted));
  const choices = [...first, ...everybody.filter((person) => !first.includes(person))].map(
    ({ does, key, name }) =>
      `<li><button name="who" value="${key}" aria-describedby="does-${key}">${name}</button><p id="does-${key}">${does}</p></li>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Whom do you want to be? – Belfry</title></head>
<body>
<main class="whom">
<h1>Whom do you want to be?</h1>
<p>You are about to try Belfry as somebody of ${sampleOrganisation.name}, an invented utility with two years of
incidents behind it. Sign out and open this page again to be somebody else.</p>
<p>What leaves the house is approved by somebody else than its author, who proves anew who they are. Everybody’s password
is <code>${password}</code>.</p>
<form method="post" action="/demo/${secret}"><ul>${choices.join('')}</ul></form>
</main>
</body>
</html>`;
}
