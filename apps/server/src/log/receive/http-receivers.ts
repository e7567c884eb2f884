// SPDX-License-Identifier: Apache-2.0
import type { ServeIngest } from '../house.ts';
import { serveElastic } from './elastic/elastic-routes.ts';
import { serveHec } from './hec/hec-routes.ts';
import { serveJournal } from './journal/journal-routes.ts';
import { serveLoki } from './loki/loki-routes.ts';
import { serveNdjson } from './ndjson/ndjson-routes.ts';
import { serveOtlp } from './otlp/otlp-routes.ts';

/** Everything under `/ingest/`. Bodies reach the receivers as they come: no parser of the HTTP server looks at them. */
export const serveHttpReceivers: ServeIngest = (app, house) => {
  void app.register(async (inner) => {
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const serve of [serveOtlp, serveElastic, serveHec, serveLoki, serveJournal, serveNdjson])
      serve(inner, house);
  });
};
