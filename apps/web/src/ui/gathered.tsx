// SPDX-License-Identifier: Apache-2.0
import { useTranslation } from 'react-i18next';

/** "3 new reports – show them": what others changed waits here until somebody asks for it. */
export function Gathered({ count, words, onShow }: { count: number; words: string; onShow: () => void }) {
  const { t } = useTranslation();
  return (
    <div aria-live="polite" className="gathered">
      {count === 0 ? null : (
        <button type="button" onClick={onShow}>
          {t(words, { count })}
        </button>
      )}
    </div>
  );
}
