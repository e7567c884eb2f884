// SPDX-License-Identifier: Apache-2.0
import type { LawEvidence, LegalLineShown } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import './regimes.css';

/** Whether a line of law, or an address, was found in a source. What was not says so wherever it is shown. */
export function EvidenceMark({ evidence }: { evidence: LawEvidence }) {
  const { t } = useTranslation();
  const isUnverified = evidence === 'recalled' || evidence === 'unsettled';
  return (
    <span
      className={isUnverified ? 'chip evidence-unverified' : 'chip'}
      title={t(`regimes:evidence_means.${evidence}`)}
    >
      {t(`regimes:evidence.${evidence}`)}
    </span>
  );
}

/** An article as a lawyer cites it, how well it is known, and what to know before leaning on it. */
export function LegalLine({ legal, withNote = true }: { legal: LegalLineShown; withNote?: boolean }) {
  return (
    <span className="legal-line">
      <cite lang="en">{legal.cite}</cite> <EvidenceMark evidence={legal.evidence} />
      {withNote && legal.note !== null ? (
        <span className="quiet small" lang="en">
          {' '}
          {legal.note}
        </span>
      ) : null}
    </span>
  );
}
