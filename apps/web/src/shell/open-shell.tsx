// SPDX-License-Identifier: Apache-2.0
import { languages } from '@belfry/contract';
import { Outlet } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { languageNames, rememberLanguage, speak } from '../messages/messages.ts';
import { urls } from '../urls.ts';
import { Mark } from './mark.tsx';

/** For screens that need no session: the name, the languages, the way to report. */
export function OpenShell() {
  const { t, i18n } = useTranslation();
  return (
    <div className="open-shell">
      <header className="open-shell-head">
        <Mark />
        <nav aria-label={t('shell:languages')} className="language-list">
          {languages.map((language) => (
            <button
              key={language}
              type="button"
              lang={language}
              aria-current={i18n.language === language ? 'true' : undefined}
              onClick={() => {
                rememberLanguage(language);
                void speak(language);
              }}
            >
              {languageNames[language]}
            </button>
          ))}
        </nav>
      </header>
      <main id="main" tabIndex={-1} className="open-shell-main">
        <Outlet />
      </main>
      <footer className="open-shell-foot">
        <a href={urls.publicReport()}>{t('shell:report_without_account')}</a>
      </footer>
    </div>
  );
}
