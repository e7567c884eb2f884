// SPDX-License-Identifier: Apache-2.0
import type { Receiver } from '../../house.ts';
import type { StreamLimits } from '../stream/connections.ts';
import { type ReceiverHouse, receiveStreams } from '../stream/stream-receiver.ts';
import { RelpFrames } from './relp-frames.ts';

/** Opens the port of RELP, with TLS from the first byte where the configuration says so. */
export async function startRelp(
  house: ReceiverHouse,
  limits: Partial<StreamLimits> = {},
): Promise<Receiver[]> {
  const { relpPort, relpTls } = house.configuration;
  if (relpPort === null) return [];
  return [
    await receiveStreams(house, {
      transport: relpTls ? 'relp-tls' : 'relp',
      port: relpPort,
      isTls: relpTls,
      newProtocol: (...of) => new RelpFrames(...of),
      limits,
    }),
  ];
}
