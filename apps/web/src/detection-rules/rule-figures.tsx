// SPDX-License-Identifier: Apache-2.0
import { type DetectionRule, limits } from '@belfry/contract';
import { useTranslation } from 'react-i18next';
import { AppLink } from '../ui/app-link.tsx';
import { Moment, useNow } from '../ui/moment.tsx';
import { urls } from '../urls.ts';
import { useFigures } from './rule-words.tsx';

const dayMs = 86_400_000;

/** What a rule found and cost in 30 days, with its findings one click away. */
export function RuleFiguresPanel({ rule }: { rule: DetectionRule }) {
  const { t } = useTranslation();
  const figures = useFigures();
  const { costUs, decided, hits, lastHitAt, precision } = rule.figures;
  return (
    <section className="panel stack" aria-labelledby="rule-figures">
      <h2 id="rule-figures">{t('rules:figures', { days: limits.ruleFiguresDays })}</h2>
      <DayBars days={rule.days} />
      <dl className="properties">
        <div>
          <dt>{t('rules:hits')}</dt>
          <dd>{figures.count(hits)}</dd>
        </div>
        <div>
          <dt>{t('rules:last_hit')}</dt>
          <dd>{lastHitAt === null ? t('rules:never') : <Moment at={lastHitAt} />}</dd>
        </div>
        <div>
          <dt>{t('rules:precision')}</dt>
          <dd>
            {precision === null
              ? t('rules:precision.none')
              : `${figures.share(precision)} – ${t('rules:precision.of', { count: decided })}`}
          </dd>
        </div>
        <div>
          <dt>{t('rules:cost')}</dt>
          <dd>
            {costUs === null ? figures.cost(null) : t('rules:cost.each', { cost: figures.cost(costUs) })}
          </dd>
        </div>
        <div>
          <dt>{t('rules:suppressions')}</dt>
          <dd>{figures.count(rule.suppressions)}</dd>
        </div>
      </dl>
      <p className="row">
        <AppLink href={urls.findings({ rule: rule.id })}>
          {t('rules:open_findings', { count: rule.openFindings })}
        </AppLink>
        <AppLink href={urls.findings({ rule: rule.id, state: 'any' })}>{t('rules:all_findings')}</AppLink>
      </p>
    </section>
  );
}

/** Hits a day, drawn; the sentence below says the same to those who do not see it. */
function DayBars({ days }: { days: DetectionRule['days'] }) {
  const { t } = useTranslation();
  const now = useNow();
  const perDay = new Map(days.map((one) => [one.on, one.hits]));
  const shown = Array.from({ length: limits.ruleFiguresDays }, (_, at) => {
    const on = new Date(now - (limits.ruleFiguresDays - 1 - at) * dayMs).toISOString().slice(0, 10);
    return { on, hits: perDay.get(on) ?? 0 };
  });
  const most = Math.max(...shown.map((one) => one.hits), 1);
  if (days.length === 0) {
    return <p className="quiet">{t('rules:figures.none')}</p>;
  }
  return (
    <figure className="day-figure">
      <svg
        className="day-bars"
        viewBox={`0 0 ${shown.length * 4} 40`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {shown.map(({ hits, on }, at) => (
          <rect
            key={on}
            x={at * 4}
            width="3"
            y={40 - (hits === 0 ? 1 : Math.max(3, (hits / most) * 40))}
            height={hits === 0 ? 1 : Math.max(3, (hits / most) * 40)}
          />
        ))}
      </svg>
      <figcaption className="quiet small">
        {t('rules:figures.days', { count: days.filter((one) => one.hits > 0).length, most })}
      </figcaption>
    </figure>
  );
}
