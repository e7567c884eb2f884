// SPDX-License-Identifier: Apache-2.0
import { logFields } from '@belfry/contract';
import type { Target } from './take.ts';

/**
 * Names senders give, in lower case, by the field they fill: the Elastic Common Schema, OpenTelemetry's conventions, the
 * cloud and network vendors people have, and plain names. The names of OCSF and our own come from the contract.
 */
const namesOf: Partial<Record<Target, string>> = {
  time: '@timestamp timestamp time ts datetime eventtime event_time timegenerated timecreated creationtime @t date_time event.created activitydatetime createddatetime time_local event_datetime',
  severity:
    'severity level severitytext severity_text severitylevel log.level loglevel log_level priority prio lvl syslog_severity log.syslog.severity.code @l levelname',
  facility: 'syslog_facility log.syslog.facility.code facility_code',
  host: 'host host.name hostname host.hostname computer computername device.hostname devname device_name dvchost agent.hostname machine machinename syslog_hostname node nodename k8s.node.name observer.name devicename',
  app: 'app application app_name appname application.name program programname process.name service.name servicename service logger_name logger syslog_identifier syslogtag app_id log.syslog.appname source_app appdisplayname container.name k8s.container.name',
  procid: 'procid log.syslog.procid',
  msgid:
    'msgid event_id eventid event.code eventcode event_code signature_id signatureid logid operationname log.syslog.msgid event_name eventname operation',
  channel:
    'channel log_name logname log.file.path winlog.channel sourcetype kubernetes.namespace_name k8s.namespace.name index log_source',
  product: 'product event.module observer.product deviceproduct metadata.product.name eventsource',
  vendor: 'vendor observer.vendor devicevendor',
  message:
    'message msg @message log body text syslogmessage short_message event.original logmessage full_message line @m renderedmessage',
  eventClass: 'class_uid class_name event.category event_class category_name',
  activity: 'activity_name event.action activity action verb event.type act',
  status:
    'status outcome result event.outcome success resulttype responsestatus resultstatus result_status authentication_result',
  cause:
    'cause reason event.reason error error.message err errormessage error_message status_detail failure_reason failurereason statusreason resultdescription exception.message exception reasonphrase',
  effect: 'effect disposition event.effect impact outcome_detail',
  user: 'user user.name username user_name account account_name accountname actor.user.name usr suser src_user srcuser user.email usr.name enduser.id userprincipalname actor userid login initiatedby caller principal remote_user person client.user.name user.full_name',
  userId: 'user.id user_id uid actor.user.uid auid usersid user_sid useridentity.principalid',
  userDomain: 'user.domain userdomain domain_name actor.user.domain',
  targetUser:
    'target_user targetuser user.target.name duser dstuser dst_user targetusername user.changes.name target_account targetuserorgroupname',
  session:
    'session session_id sessionid session.id actor.session.uid transaction.id correlationid correlation_id request_id requestid',
  srcIp:
    'src srcip src_ip source.ip client_ip clientip clientipaddress client.ip client.address remote_addr remoteaddr remote_ip remoteip ipaddress ip_address ip srcaddr source_ip sourceip sourceaddress src_endpoint.ip callerip calleripaddress client_addr sourceipaddress net.peer.ip network.peer.address x_forwarded_for id.orig_h rhost',
  srcPort:
    'srcport src_port source.port sport spt client.port remote_port sourceport src_endpoint.port client_port network.peer.port id.orig_p',
  srcHost:
    'source.domain src_host srchost client_host clienthost workstation workstation_name workstationname workstation.name client.domain source.address src_endpoint.hostname sourcehostname shost srcname',
  dstIp:
    'dst dstip dst_ip destination.ip server.ip server.address dest_ip destip dest destinationip destinationaddress dst_endpoint.ip remoteserver destination_ip dstaddr id.resp_h',
  dstPort:
    'dstport dst_port destination.port dport dpt server.port dest_port destinationport dst_endpoint.port destination_port id.resp_p',
  dstHost:
    'destination.domain dst_host dsthost dest_host destinationhostname server.domain dst_endpoint.hostname dhost url.domain http.host',
  protocol:
    'proto protocol network.transport network.protocol transport ipprotocol connection_info.protocol_name network.type l4protocol',
  httpMethod:
    'method http.request.method http_method http.method request_method httpmethod verb_http requestmethod cs-method',
  url: 'url url.full url.original request_uri request_url uri http.url http.target path_url url.path requesturl request cs-uri-stem http.path',
  httpStatus:
    'http.response.status_code http_status status_code http.status_code response_status statuscode response_code responsecode response.status http.status sc-status res.statuscode',
  userAgent:
    'user_agent useragent user_agent.original http.user_agent http_user_agent requestclientapplication agent_string cs-user-agent userclient',
  referrer: 'referrer referer http_referer http.request.referrer http.referer requestcontext',
  bytes:
    'bytes network.bytes http.response.body.bytes bytes_sent body_bytes_sent sentbyte http.response.body.size traffic.bytes bytes_out response_size size_bytes',
  dnsName: 'dns.question.name dns_query queryname qname query.hostname dns.name query_name',
  process:
    'process.executable image exe process_name processname process.path newprocessname process.file.path executable process.executable.path sproc initiatingprocessfilename',
  pid: 'pid process.pid process_id processid _pid',
  commandLine:
    'process.command_line commandline command_line cmdline cmd process.cmd_line command processcommandline',
  parentProcess:
    'process.parent.executable parentimage parent_process parentprocessname process.parent.name process.parent_process.file.path',
  file: 'file.path filename file_name file fname filepath targetfilename target_file file.name path object_name objectname',
  hash: 'file.hash.sha256 process.hash.sha256 sha256 hash file.hash.sha1 sha1 file.hash.md5 md5 filehash hashes process.hash.md5',
  location: 'location site place geo.name host.geo.name cloud.region deviceexternallocation office',
  dataSubject:
    'data_subject datasubject subject_of_data data_subject.id patient patient.id patient_id insz niss ssin rijksregisternummer registre_national national_number betrokkene personne_concernee citizen_id',
  dataCategory: 'data_category datacategory data_categories personal_data',
  purpose: 'purpose doel doeleinde finaliteit finalite finality legal_basis purpose_of_use',
  trace: 'trace_id traceid trace.id trace otel.trace_id dd.trace_id',
  span: 'span_id spanid span.id span',
};

/** Fields that hold a derived value: no sender fills them. */
const derived = new Set(['timeQuality', 'severityId']);

function allNames(): Map<string, Target> {
  const names = new Map<string, Target>();
  const learn = (name: string, target: Target) => {
    if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), target);
  };
  for (const field of logFields) {
    if (derived.has(field.name)) continue;
    const target = field.name as Target;
    for (const name of namesOf[target]?.split(' ') ?? []) learn(name, target);
    if (field.ocsf !== null) learn(field.ocsf, target);
    learn(field.name, target);
  }
  return names;
}

const targets = allNames();
/** Longer paths are no known name, and need not be made lower case. */
const nameCharactersMax = 48;

/** Names met so far as they were written: most senders say the same few a hundred thousand times. */
const met = new Map<string, Target | null>();
const metMax = 4_096;

/** The field a sender's name fills, whatever case it is written in; null when it is an attribute. */
export function targetOf(name: string): Target | null {
  const before = met.get(name);
  if (before !== undefined) return before;
  if (name.length > nameCharactersMax) return null;
  const target = targets.get(name.toLowerCase()) ?? null;
  if (met.size >= metMax) met.clear();
  met.set(name, target);
  return target;
}
