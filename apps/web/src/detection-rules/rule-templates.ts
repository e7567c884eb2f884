// SPDX-License-Identifier: Apache-2.0

/** Beginnings of a rule of one's own; each can be used as it is, and carries samples to change with it. */
export const templateNames = ['event', 'login', 'words', 'correlation', 'filter'] as const;
export type TemplateName = (typeof templateNames)[number];

const event = `title: Backups deleted with vssadmin
id: {id}
status: experimental
description: Somebody deletes the shadow copies of a machine, as ransomware does before it encrypts.
references:
    - https://attack.mitre.org/techniques/T1490/
tags:
    - attack.impact
    - attack.t1490
logsource:
    product: windows
    category: process_creation
detection:
    selection:
        Image|endswith: '\\vssadmin.exe'
        CommandLine|contains|all:
            - 'delete'
            - 'shadows'
    condition: selection
falsepositives:
    - Backup software that makes room
level: high
belfry:
    group-by: [host, User]
    window: 1h
    samples:
        matches:
            - {Channel: Microsoft-Windows-Sysmon/Operational, EventID: 1, Image: 'C:\\Windows\\System32\\vssadmin.exe', CommandLine: vssadmin delete shadows /all}
        misses:
            - {Channel: Microsoft-Windows-Sysmon/Operational, EventID: 1, Image: 'C:\\Windows\\System32\\vssadmin.exe', CommandLine: vssadmin list shadows}
`;

const login = `title: Login as root over the network
id: {id}
status: experimental
description: Somebody logs in as root from another machine, though people here log in under their own names.
tags:
    - attack.initial-access
    - attack.t1078
logsource:
    category: authentication
detection:
    selection:
        user: root
        outcome: success
    remote:
        src_ip|exists: true
    condition: selection and remote
level: medium
belfry:
    group-by: [host, src_ip]
    window: 1h
    samples:
        matches:
            - 'Nov 21 10:00:00 web01 sshd[912]: Accepted password for root from 192.0.2.7 port 50022 ssh2'
        misses:
            - 'Nov 21 10:00:00 web01 sshd[912]: Accepted password for ann from 192.0.2.7 port 50022 ssh2'
`;

const words = `title: Words in any line
id: {id}
status: experimental
description: A line says one of these words, whatever its fields are called.
logsource:
    product: linux
detection:
    keywords:
        - 'segfault at'
        - 'general protection fault'
    condition: keywords
level: low
belfry:
    group-by: [host, program]
    window: 1d
`;

const correlation = `title: Many logins refused for one account
id: {id}
status: experimental
description: An account is refused often within minutes. Name the rule that finds one refused login below.
correlation:
    type: event_count
    rules:
        - name_or_id_of_a_rule
    group-by:
        - user
    timespan: 10m
    condition:
        gte: 20
tags:
    - attack.credential-access
    - attack.t1110
level: medium
`;

const filter = `title: Backups of our own make room at night
id: {id}
description: The rules below go on holding for everything but what the backup account does.
logsource:
    product: windows
    category: process_creation
filter:
    rules:
        - name_or_id_of_a_rule
    own_backup:
        User|endswith: '\\backup'
    condition: not own_backup
`;

const texts: Record<TemplateName, string> = { event, login, words, correlation, filter };

export const templateText = (name: TemplateName, id: string): string => texts[name].replace('{id}', id);

/** A rule of the library as the beginning of one's own: with an identifier of its own that names where it is from. */
export function copyOf(yaml: string, id: string): string {
  const old = /^id:[ \t]*['"]?([^\s'"#]+)/m.exec(yaml)?.[1];
  if (old === undefined) {
    return yaml.replace(/^title:.*$/m, (line) => `${line}\nid: ${id}`);
  }
  const isRelated = /^related:/m.test(yaml);
  const related = `related:\n    - id: ${old}\n      type: derived`;
  const renamed = yaml.replace(/^id:.*$/m, isRelated ? `id: ${id}` : `id: ${id}\n${related}`);
  return isRelated ? renamed.replace(/^related:.*$/m, related) : renamed;
}
