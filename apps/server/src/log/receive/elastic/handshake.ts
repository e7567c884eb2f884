// SPDX-License-Identifier: Apache-2.0

/** The Elasticsearch whose answers we give. */
const VERSION = '8.19.0';

/**
 * The version to name. Beats refuse a server older than themselves, so theirs is named when it is the higher one.
 *
 * @param userAgent such as `Elastic-Filebeat/9.1.2 (linux; amd64)`
 */
function versionFor(userAgent: string | undefined): string {
  const beat = /(?:beat|agent|logstash)[a-z-]*\/(\d{1,3}\.\d{1,3}\.\d{1,3})/i.exec(userAgent ?? '')?.[1];
  return beat !== undefined && isNewer(beat, VERSION) ? beat : VERSION;
}

function isNewer(one: string, other: string): boolean {
  const others = other.split('.').map(Number);
  for (const [at, part] of one.split('.').map(Number).entries()) {
    const difference = part - (others[at] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

/** What clients set up before they send; an empty object tells each of them that all is well. */
const setUp =
  /^_(?:ilm|index_template|template|component_template|ingest|nodes|logstash|data_stream|cat|alias|aliases|security)(?:\/|$)/;

/** The answer to a question that clients ask before they send; null for what we do not play. */
export function handshakeAnswer(path: string, userAgent: string | undefined): object | null {
  if (path === '') {
    const number = versionFor(userAgent);
    return {
      name: 'belfry',
      cluster_name: 'belfry',
      cluster_uuid: 'belfry',
      version: {
        number,
        build_flavor: 'default',
        minimum_wire_compatibility_version: '7.17.0',
        minimum_index_compatibility_version: '7.0.0',
      },
      tagline: 'You Know, for Search',
    };
  }
  if (path === '_license' || path === '_xpack') {
    return {
      license: { uid: 'belfry', type: 'basic', status: 'active', expiry_date_in_millis: 4_000_000_000_000 },
      features: {},
    };
  }
  if (path === '_cluster/health') return { cluster_name: 'belfry', status: 'green', timed_out: false };
  return setUp.test(path) ? {} : null;
}
