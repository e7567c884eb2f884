// SPDX-License-Identifier: Apache-2.0
import { refuse } from '@belfry/contract';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  Counter,
  collectDefaultMetrics,
  Gauge,
  Histogram,
  prometheusContentType,
  Registry,
} from 'prom-client';
import { sendProblem } from '../http/problem-reply.ts';
import { isLocal } from '../http/rate-limit.ts';

/** What a slice counts for /metrics. A label has few, fixed values: each makes a series that stays. */
export interface Meters {
  counter(name: string, help: string, label: string): (value: string, count?: number) => void;
  /** A figure that is looked up each time somebody reads the metrics; null leaves it out. */
  gauge(name: string, help: string, read: () => Promise<number | null>): void;
}

/** Counts and times every call by its route id; GET /metrics prints them with the process's own figures. */
export function measureCalls(
  app: FastifyInstance,
  isSignedIn: (request: FastifyRequest) => Promise<boolean>,
  /** Figures of another process, as text in the same format; null when it does not answer. */
  ofOthers: () => Promise<string | null> = async () => null,
): Meters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const seconds = new Histogram({
    name: 'belfry_http_request_seconds',
    help: 'Time from the request to the end of the answer, by route id and status',
    labelNames: ['route', 'status'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 1, 3],
    registers: [registry],
  });
  app.addHook('onResponse', async (request, reply) => {
    const { routeId } = request.routeOptions.config as { routeId?: string };
    seconds.observe(
      { route: routeId ?? request.routeOptions.url ?? 'none', status: String(reply.statusCode) },
      reply.elapsedTime / 1_000,
    );
  });
  // How often which call is made tells a stranger when something critical goes on.
  app.get('/metrics', async (request, reply) => {
    if (!isLocal(request.ip) && !(await isSignedIn(request))) {
      return sendProblem(reply, refuse('session.required', 'From another machine, send an API token'));
    }
    const [own, others] = await Promise.all([registry.metrics(), ofOthers()]);
    return reply.header('content-type', prometheusContentType).send(own + (others ?? ''));
  });
  return metersOf(registry);
}

/** The meters of a process without a desk, and what prints them. */
export function createMeters(prefix: string): { meters: Meters; print(): Promise<string> } {
  const registry = new Registry();
  // Two processes in one answer: their own figures need names of their own.
  collectDefaultMetrics({ register: registry, prefix });
  return { meters: metersOf(registry), print: () => registry.metrics() };
}

function metersOf(registry: Registry): Meters {
  return {
    counter: (name, help, label) => {
      const counter = new Counter({ name, help, labelNames: [label], registers: [registry] });
      return (value, count = 1) => counter.inc({ [label]: value }, count);
    },
    gauge: (name, help, read) => {
      // A figure that cannot be read must not take the others along.
      const collect = async () => {
        const value = await read().catch(() => null);
        if (value === null) gauge.remove();
        else gauge.set(value);
      };
      const gauge = new Gauge({ name, help, registers: [registry], collect });
    },
  };
}
