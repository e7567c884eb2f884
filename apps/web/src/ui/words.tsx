// SPDX-License-Identifier: Apache-2.0
import type { DetectionLevel, FindingState, IncidentStatus, Report, Severity, Tlp } from '@belfry/contract';
import type { ReactNode } from 'react';
import { useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { SessionContext } from '../shell/session.ts';

/** State is a word, then a shape, then a colour: this is the three of them together. */
export function Word({ tone, shape, children }: { tone: string; shape: ReactNode; children: ReactNode }) {
  return (
    <span className={`word word-${tone}`}>
      <svg aria-hidden="true" viewBox="0 0 12 12" width="11" height="11" fill="currentColor">
        {shape}
      </svg>
      {children}
    </span>
  );
}

const severityShapes: Record<Severity | 'none', ReactNode> = {
  critical: <path d="M6 0 12 6 6 12 0 6Z" />,
  important: <path d="M6 1 12 11H0Z" />,
  medium: <rect x="1.500" y="1.500" width="9" height="9" />,
  low: <circle cx="6" cy="6" r="4" />,
  none: <circle cx="6" cy="6" r="4.250" fill="none" stroke="currentColor" strokeWidth="1.500" />,
};

/** The organisation's own word for a level, in the reader's language, else ours. */
export function useSeverityWords(): (severity: Severity | null) => { label: string; meaning: string } {
  const { t, i18n } = useTranslation();
  const tailored = useContext(SessionContext)?.organisation.severityLabels;
  return (severity) => {
    const own =
      severity === null ? undefined : tailored?.[severity]?.[i18n.language as 'en' | 'nl' | 'fr' | 'de'];
    return {
      label: own?.label ?? t(`words:severity.${severity ?? 'none'}`),
      meaning: own?.meaning ?? (severity === null ? '' : t(`words:severity_means.${severity}`)),
    };
  };
}

export function SeverityWord({ severity }: { severity: Severity | null }) {
  const words = useSeverityWords();
  return (
    <Word tone={severity ?? 'none'} shape={severityShapes[severity ?? 'none']}>
      {words(severity).label}
    </Word>
  );
}

const ring = <circle cx="6" cy="6" r="4.750" fill="none" stroke="currentColor" strokeWidth="1.500" />;
const tick = <path d="M1 6.500 4.500 10 11 2.500" fill="none" stroke="currentColor" strokeWidth="2" />;
const dash = <rect x="1" y="5" width="10" height="2" />;
const statusShapes: Record<IncidentStatus, readonly [tone: string, shape: ReactNode]> = {
  pending: ['warn', ring],
  confirmed: ['important', <circle key="dot" cx="6" cy="6" r="5.500" />],
  resolved: ['ok', tick],
  closed: ['quiet', <rect key="box" x="1" y="1" width="10" height="10" />],
  dismissed: ['quiet', dash],
  merged: [
    'quiet',
    <path key="fork" d="M1 1l5 5 5-5M6 6v6" fill="none" stroke="currentColor" strokeWidth="2" />,
  ],
};

export function StatusWord({ status }: { status: IncidentStatus }) {
  const { t } = useTranslation();
  const [tone, shape] = statusShapes[status];
  return (
    <Word tone={tone} shape={shape}>
      {t(`words:status.${status}`)}
    </Word>
  );
}

const reportShapes: Record<Report['state'], readonly [tone: string, shape: ReactNode]> = {
  waiting: ['warn', ring],
  asked: ['warn', <path key="half" d="M6 1a5 5 0 0 1 0 10z" />],
  snoozed: ['quiet', ring],
  accepted: ['ok', tick],
  duplicate: ['quiet', <path key="two" d="M1 1h7v7H1zM5 9h6V4h1v8H5z" />],
  declined: ['quiet', dash],
  withdrawn: ['quiet', dash],
};

export function ReportStateWord({ state }: { state: Report['state'] }) {
  const { t } = useTranslation();
  const [tone, shape] = reportShapes[state];
  return (
    <Word tone={tone} shape={shape}>
      {t(`words:report_state.${state}`)}
    </Word>
  );
}

const levelShapes: Record<DetectionLevel | 'none', readonly [tone: string, shape: ReactNode]> = {
  critical: ['critical', severityShapes.critical],
  high: ['important', severityShapes.important],
  medium: ['medium', severityShapes.medium],
  low: ['low', severityShapes.low],
  informational: ['none', severityShapes.none],
  none: ['none', dash],
};

/** How grave a rule says it is. A level is of a rule, a severity of an incident: the words differ. */
export function LevelWord({ level }: { level: DetectionLevel | null }) {
  const { t } = useTranslation();
  const [tone, shape] = levelShapes[level ?? 'none'];
  return (
    <Word tone={tone} shape={shape}>
      {t(`words:level.${level ?? 'none'}`)}
    </Word>
  );
}

const findingShapes: Record<FindingState, readonly [tone: string, shape: ReactNode]> = {
  open: ['warn', ring],
  reported: ['important', <circle key="dot" cx="6" cy="6" r="5.500" />],
  dismissed: ['quiet', dash],
  context: ['quiet', ring],
};

export function FindingStateWord({ state }: { state: FindingState }) {
  const { t } = useTranslation();
  const [tone, shape] = findingShapes[state];
  return (
    <Word tone={tone} shape={shape}>
      {t(`words:finding_state.${state}`)}
    </Word>
  );
}

/** The TLP label exactly as FIRST writes and colours it; the string is never translated. */
export function TlpLabel({ tlp }: { tlp: Tlp }) {
  return <span className={`tlp ${tlp.toLowerCase().replace(':', '-').replace('+', '-')}`}>{tlp}</span>;
}

export function RestrictedChip() {
  const { t } = useTranslation();
  return <span className="chip">{t('words:restricted')}</span>;
}
