// SPDX-License-Identifier: Apache-2.0
import type { Finding } from '@belfry/contract';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { client } from '../api.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';
import { KeyPart } from './finding-words.tsx';

/** Which values a filter leaves out together, and the document the desk writes of them. */
export function FilterFields(props: {
  finding: Finding;
  fields: readonly string[];
  onChange: (fields: readonly string[]) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  const { fields, finding } = props;
  const { reference } = finding;
  const draft = useQuery({
    queryKey: ['findings.draft_filter', reference, fields],
    // It is asked as a POST because it has a body; nothing is kept by it.
    queryFn: () => client.draftFilter({ params: { reference }, body: { fields: [...fields] } }),
    enabled: fields.length > 0,
    retry: false,
  });
  return (
    <>
      <fieldset className="choices finding-fields">
        <legend>{t('findings:suppress_filter.fields')}</legend>
        <p className="quiet small">{t('findings:suppress_filter.means')}</p>
        {finding.key.map((part) => (
          <label key={part.field} className="choice">
            <input
              type="checkbox"
              checked={fields.includes(part.field)}
              onChange={(event) =>
                props.onChange(
                  finding.key
                    .map(({ field }) => field)
                    .filter((field) =>
                      field === part.field ? event.currentTarget.checked : fields.includes(field),
                    ),
                )
              }
            />
            <span>
              <KeyPart part={part} />
            </span>
          </label>
        ))}
        {props.error === undefined ? null : (
          <p className="field-problem" role="alert">
            {props.error}
          </p>
        )}
      </fieldset>
      <ProblemNotice error={draft.error} />
      {fields.length === 0 || draft.error !== null ? null : (
        <details open>
          <summary>{t('findings:suppress_filter.document')}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
          <pre className="code-block" lang="en" tabIndex={0}>
            {draft.data?.yaml ?? t('findings:suppress_filter.writing')}
          </pre>
        </details>
      )}
    </>
  );
}
