// SPDX-License-Identifier: Apache-2.0

export type ClusterFailureCode =
  | 'cluster.in_use'
  | 'cluster.platform_unsupported'
  | 'cluster.directory_unusable'
  | 'cluster.keys_missing'
  | 'cluster.start_failed'
  | 'cluster.unreachable'
  | 'cluster.version_unsupported'
  | 'cluster.url_malformed';

/** A failure of the world around the database: the start stops and the operator reads what to do. */
export class ClusterFailure extends Error {
  readonly code: ClusterFailureCode;

  constructor(code: ClusterFailureCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ClusterFailure';
    this.code = code;
  }
}
