// SPDX-License-Identifier: Apache-2.0
import type { WebhookKind } from '@belfry/contract';

const curl = (type: string, file: string) =>
  `curl -X POST '$URL' -H 'Authorization: Bearer $SECRET' -H 'Content-Type: ${type}' --data-binary @${file}`;

/** What to enter at each system, in its own language: $URL, $SECRET and $ID are filled in where it is shown. */
export const settings: Readonly<Record<WebhookKind, string>> = {
  alertmanager: `receivers:
  - name: belfry
    webhook_configs:
      - url: '$URL'
        send_resolved: true
        http_config:
          authorization:
            type: Bearer
            credentials: '$SECRET'`,
  grafana: `apiVersion: 1
contactPoints:
  - orgId: 1
    name: belfry
    receivers:
      - uid: belfry
        type: webhook
        settings:
          url: '$URL'
          httpMethod: POST
          authorization_scheme: Bearer
          authorization_credentials: '$SECRET'`,
  wazuh: `# /var/ossec/integrations/custom-belfry  (chmod 750, chown root:wazuh)
#!/bin/sh
# $1 alert file, $2 api_key, $3 hook_url
exec curl -sS --fail --retry 5 --retry-all-errors -X POST "$3" \\
  -H "Authorization: Bearer $2" -H "Content-Type: application/json" --data-binary "@$1"

<!-- /var/ossec/etc/ossec.conf -->
<integration>
  <name>custom-belfry</name>
  <hook_url>$URL</hook_url>
  <api_key>$SECRET</api_key>
  <level>7</level>
  <alert_format>json</alert_format>
</integration>`,
  defender: `Logic App: Microsoft Graph security alert or incident -> HTTP
Method:  POST
URI:     $URL
Headers: Authorization: Bearer $SECRET
         Content-Type: application/json
Body:    the alert (microsoft.graph.security.alert), or a list under "value"`,
  sentinel: `Logic App: trigger "Microsoft Sentinel incident" -> HTTP
Method:  POST
URI:     $URL
Headers: Authorization: Bearer $SECRET
         Content-Type: application/json
Body:    @{triggerBody()}`,
  elastic: `Connector: Webhook, POST $URL
HTTP header: Authorization = Bearer $SECRET
Rule action, for each rule, body:
{"rule":{"id":"{{rule.id}}","name":"{{rule.name}}","url":"{{rule.url}}"},"date":"{{date}}","alerts":{{{context.alerts}}}}`,
  splunk: `# The alert action "Webhook" sends no header, so the secret stands in the address.
URL: $URL
# Splunk 9 and later: allow the address first, in alert_actions.conf
[webhook]
allowlist.belfry = ^$URL$`,
  cef: curl('text/plain', 'events.cef'),
  stix: curl('application/stix+json;version=2.1', 'bundle.json'),
  generic: curl('application/json', 'alert.json'),
};
