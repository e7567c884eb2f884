// SPDX-License-Identifier: Apache-2.0
import type { DetectionRule, Language } from '@belfry/contract';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { Moment } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { techniqueName, techniqueUrl } from './attack.ts';
import { logsourceText, useSetName } from './rule-words.tsx';

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What a rule looks for, in words first, and where it comes from. */
export function RuleMeaning({ rule }: { rule: DetectionRule }) {
  const { i18n, t } = useTranslation();
  const description = rule.descriptions[i18n.language as Language] ?? rule.description;
  return (
    <section className="panel stack" aria-labelledby="rule-meaning">
      <h2 id="rule-meaning">{t('rules:meaning')}</h2>
      {description === null ? (
        <p className="quiet">{t('rules:description.none')}</p>
      ) : (
        <p className="pre prose">
          <bdi>{description.trim()}</bdi>
        </p>
      )}
      <RuleFacts rule={rule} />
      <p>
        <AppLink href={urls.history({ subject: `detection_rule:${rule.id}` })}>{t('rules:history')}</AppLink>
      </p>
    </section>
  );
}

function RuleFacts({ rule }: { rule: DetectionRule }) {
  const { t } = useTranslation();
  const setName = useSetName();
  return (
    <dl className="properties">
      {rule.kind === 'rule' ? (
        <Fact name={t('rules:logsource')}>
          <AppLink
            href={urls.detectionRules({
              product: rule.product,
              category: rule.category,
              service: rule.service,
            })}
          >
            <bdi>{logsourceText(rule)}</bdi>
          </AppLink>
        </Fact>
      ) : null}
      {rule.counts.length === 0 ? null : (
        <Fact name={t('rules:counts')}>
          <Counted counts={rule.counts} />
        </Fact>
      )}
      {rule.techniques.length === 0 ? null : (
        <Fact name={t('rules:techniques')}>
          <Techniques techniques={rule.techniques} />
        </Fact>
      )}
      {rule.kind === 'filter' ? null : (
        <Fact name={t('rules:one_finding')}>
          {t('rules:one_finding.means', {
            fields: rule.groupBy.join(', ') || '–',
            minutes: Math.round((rule.windowMs ?? 3_600_000) / 60_000),
          })}
        </Fact>
      )}
      <Fact name={t('rules:false_positives')}>
        <Sentences lines={rule.falsePositives} />
      </Fact>
      <Fact name={t('rules:references')}>
        <References references={rule.references} />
      </Fact>
      {rule.clauses.length === 0 ? null : <Fact name={t('rules:clauses')}>{rule.clauses.join(', ')}</Fact>}
      <Fact name={t('rules:author')}>
        <bdi>{rule.author ?? '–'}</bdi>
      </Fact>
      <Fact name={t('rules:set')}>
        <AppLink href={urls.detectionRules({ set: rule.set.id })}>
          <bdi>{setName(rule.set)}</bdi>
        </AppLink>
      </Fact>
      <Fact name={t('rules:identifier')}>
        <span className="digest">{rule.sigmaId}</span>
      </Fact>
      <Fact name={t('rules:added')}>
        <Moment at={rule.addedAt} withRelative={false} />
      </Fact>
      {rule.changedAt === rule.addedAt ? null : (
        <Fact name={t('rules:changed')}>
          <Moment at={rule.changedAt} withRelative={false} />
        </Fact>
      )}
      {rule.removedAt === null ? null : (
        <Fact name={t('rules:removed')}>
          <Moment at={rule.removedAt} withRelative={false} />
        </Fact>
      )}
    </dl>
  );
}

function Counted({ counts }: { counts: DetectionRule['counts'] }) {
  const { t } = useTranslation();
  return (
    <ul className="plain-list">
      {counts.map((one) => (
        <li key={one.reference}>
          {one.id === null ? (
            <>
              <bdi>{one.reference}</bdi> <span className="quiet">{t('rules:counts.missing')}</span>
            </>
          ) : (
            <AppLink href={urls.detectionRule(one.id)}>
              <bdi>{one.title ?? one.reference}</bdi>
            </AppLink>
          )}
        </li>
      ))}
    </ul>
  );
}

/** Techniques with MITRE's names: what else of ours looks for them, and where ATT&CK tells of them. */
function Techniques({ techniques }: { techniques: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <ul className="plain-list">
      {techniques.map((one) => {
        const external = techniqueUrl(one);
        return (
          <li key={one}>
            <AppLink href={urls.detectionRules({ technique: one })}>
              {one} {techniqueName(one)}
            </AppLink>
            {external === null ? null : (
              <>
                {' · '}
                <a href={external} rel="noreferrer" aria-label={t('rules:at_attack_of', { technique: one })}>
                  {t('rules:at_attack')}
                </a>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

function Sentences({ lines }: { lines: readonly string[] }) {
  const { t } = useTranslation();
  if (lines.length === 0) {
    return t('rules:false_positives.none');
  }
  return (
    <ul className="plain-list">
      {lines.map((one) => (
        <li key={one}>
          <bdi>{one}</bdi>
        </li>
      ))}
    </ul>
  );
}

/** Addresses come from whoever wrote the rule: only those of the web are links, and they are shown whole. */
function References({ references }: { references: readonly string[] }) {
  if (references.length === 0) {
    return '–';
  }
  return (
    <ul className="plain-list">
      {references.map((one) => (
        <li key={one}>
          {/^https?:\/\//i.test(one) ? (
            <a href={one} rel="noreferrer nofollow">
              <bdi>{one}</bdi>
            </a>
          ) : (
            <bdi>{one}</bdi>
          )}
        </li>
      ))}
    </ul>
  );
}
