// SPDX-License-Identifier: Apache-2.0
import type { Receiver } from '../../house.ts';
import type { StreamLimits } from '../stream/connections.ts';
import { type ReceiverHouse, receiveStreams } from '../stream/stream-receiver.ts';
import { SyslogFraming } from './framing.ts';
import { receiveUdp } from './udp.ts';

/** Opens the ports of syslog that the configuration names: UDP and TCP, and TLS where there is a certificate. */
export async function startSyslog(
  house: ReceiverHouse,
  limits: Partial<StreamLimits> = {},
): Promise<Receiver[]> {
  const { logCertificate, syslogPort, syslogTlsPort } = house.configuration;
  const newProtocol = (...of: ConstructorParameters<typeof SyslogFraming>) => new SyslogFraming(...of);
  const opening: Promise<Receiver>[] = [];
  if (syslogPort !== null) {
    opening.push(receiveUdp(house, syslogPort, limits.listenAgainMs));
    opening.push(
      receiveStreams(house, { transport: 'syslog-tcp', port: syslogPort, isTls: false, newProtocol, limits }),
    );
  }
  if (syslogTlsPort !== null && logCertificate !== null) {
    opening.push(
      receiveStreams(house, {
        transport: 'syslog-tls',
        port: syslogTlsPort,
        isTls: true,
        newProtocol,
        limits,
      }),
    );
  }
  return Promise.all(opening);
}
