// SPDX-License-Identifier: Apache-2.0
import { aSmtpSender, type SmtpSender } from '../../apps/server/test/smtp-sender.ts';
import { type Figure, latency } from './figures.ts';
import { ask } from './http.ts';

const PER_SECOND = 50;
const SECONDS = 60;
const MAIL_BYTES = 100_000;
/** Connections a mail server in front keeps open at once (Postfix: default_destination_concurrency_limit). */
const CONNECTIONS_MAX = 20;
const LIST_EVERY_MS = 100;
/** A mail server in front opens a new connection now and then; ours asks for one after 500 mails. */
const MAILS_PER_CONNECTION = 100;
const MAIL_MS_MAX = 30_000;
/** How long the worker is waited for once the last mail came. */
const BEHIND_MS_MAX = 60_000;

/** Mail at a fixed rate, each answered after it is durable, and the triage list beside it. */
export async function measureMailIn(api: string, token: string): Promise<Figure[]> {
  const port = await openMailbox(api, token);
  const picture = `${'iVBORw0KGgo'.padEnd(76, 'A')}\r\n`.repeat(Math.floor(MAIL_BYTES / 78));
  const idle: SmtpSender[] = [];
  const waiting: ((sender: SmtpSender) => void)[] = [];
  let open = 0;
  const take = async (): Promise<SmtpSender> => {
    const free = idle.pop();
    if (free !== undefined) return free;
    if (open >= CONNECTIONS_MAX) return await new Promise((resolve) => waiting.push(resolve));
    open += 1;
    const made = await aSmtpSender(port);
    await made.say('EHLO bench.example.net');
    return made;
  };
  const sent = new Map<SmtpSender, number>();
  const give = (sender: SmtpSender) => {
    const count = (sent.get(sender) ?? 0) + 1;
    sent.set(sender, count);
    const next = waiting.shift();
    if (count < MAILS_PER_CONNECTION) {
      if (next === undefined) idle.push(sender);
      else next(sender);
      return;
    }
    leave(sender);
    if (next !== undefined) void take().then(next);
  };
  const leave = (sender: SmtpSender) => {
    open -= 1;
    sender.destroy();
  };
  const samples: number[] = [];
  let failed = 0;
  const sendOne = async (index: number, due: number) => {
    let sender: SmtpSender | null = null;
    let timer: NodeJS.Timeout | undefined;
    try {
      sender = await take();
      const taken = sender;
      timer = setTimeout(() => taken.destroy(), MAIL_MS_MAX);
      const answer = await sender.send(
        'bench-mail@example.org',
        aMail(index, picture),
        `r${index}@example.net`,
      );
      give(sender);
      // Counted from when it was due: a queue in front of the server is the server's.
      samples.push(performance.now() - due);
      failed += answer.code === 250 ? 0 : 1;
    } catch {
      failed += 1;
      if (sender !== null) leave(sender);
    } finally {
      clearTimeout(timer);
    }
  };
  const from = performance.now();
  const list = listMeanwhile(api, token, from + SECONDS * 1_000);
  const pending: Promise<void>[] = [];
  for (let index = 0; index < PER_SECOND * SECONDS; index += 1) {
    const due = from + (index * 1_000) / PER_SECOND;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    pending.push(sendOne(index, due));
  }
  await Promise.all(pending);
  for (const sender of idle) sender.destroy();
  const behind = await workerBehind(api);
  return [
    latency(`mail in: ${PER_SECOND} mails/s of ${MAIL_BYTES / 1_000} kB for ${SECONDS} s`, samples, null),
    { what: 'mail in: failed', value: failed, unit: `of ${PER_SECOND * SECONDS}`, atMost: 0, detail: '' },
    latency('reports: the queue, while mail comes in', await list, 100),
    ...behind,
  ];
}

/** How far the worker that makes reports of mails is behind when the last mail came, and how long until it is done. */
async function workerBehind(api: string): Promise<Figure[]> {
  const waiting = async () => {
    const { text } = await ask(api.replace('/api/v1', '/metrics'));
    return Number(/^belfry_mail_waiting (\d+)/m.exec(text)?.[1] ?? Number.NaN);
  };
  const from = performance.now();
  const first = await waiting();
  let left = first;
  while (left > 0 && performance.now() - from < BEHIND_MS_MAX) {
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    left = await waiting();
  }
  const seconds = (performance.now() - from) / 1_000;
  const rate = Math.max(0, PER_SECOND * SECONDS - left) / (SECONDS + seconds);
  return [
    {
      what: 'mail in: waiting for the worker at the end',
      value: first,
      unit: 'mails',
      atMost: null,
      detail: '',
    },
    {
      what: 'mail in: mails that became reports',
      value: Number(rate.toFixed(1)),
      unit: '/s',
      atMost: null,
      detail: `${left} still waited after ${seconds.toFixed(0)} s more`,
    },
  ];
}

async function openMailbox(api: string, token: string): Promise<number> {
  await ask(`${api}/mailboxes`, {
    method: 'POST',
    token,
    body: {
      name: 'Bench',
      address: 'bench-mail@example.org',
      purpose: 'incidents',
      language: 'en',
      way: 'smtp',
    },
  });
  const { receiver } = JSON.parse((await ask(`${api}/mailboxes`, { token })).text) as {
    receiver: { port: number | null; lastError: string | null };
  };
  if (receiver.port === null) {
    throw new Error(`The desk receives no mail: ${receiver.lastError}`);
  }
  return receiver.port;
}

/** A few words, and a picture of the screen that makes up the rest. */
function aMail(index: number, picture: string): Buffer {
  const head = [
    `From: Reporter ${index} <r${index}@example.net>`,
    'To: bench-mail@example.org',
    `Subject: Is this mail real? ${index}`,
    `Message-ID: <bench-${index}-${performance.now()}@example.net>`,
    'Date: Sat, 21 Nov 2026 10:00:00 +0000',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary="=_bench"',
    '',
    '--=_bench',
    'Content-Type: text/plain; charset=utf-8',
    '',
    'I clicked on the link in this mail and typed my password. What should I do?',
    '',
    '--=_bench',
    'Content-Type: image/png; name="screen.png"',
    'Content-Transfer-Encoding: base64',
    '',
    '',
  ].join('\r\n');
  return Buffer.from(`${head}${picture}--=_bench--\r\n`, 'latin1');
}

async function listMeanwhile(api: string, token: string, until: number): Promise<number[]> {
  const samples: number[] = [];
  while (performance.now() < until) {
    const { ms } = await ask(`${api}/reports?state=open&order=oldest`, { token });
    samples.push(ms);
    await new Promise((resolve) => setTimeout(resolve, LIST_EVERY_MS));
  }
  return samples;
}
