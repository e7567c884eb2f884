// SPDX-License-Identifier: Apache-2.0
import { type Attachment, limits } from '@belfry/contract';
import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendFiles } from '../api.ts';
import { announce } from '../shell/announcer.tsx';
import { noteOwnChange } from '../shell/own-changes.ts';
import { ProblemNotice } from '../shell/problem-page.tsx';

/** SHA-256 of a file as this browser reads it, in lower-case hex. */
async function digestOf(file: File): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', await file.arrayBuffer()));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Adds files: the ordinary field first, dropping them here as an extra. The browser counts the digest before
 * sending; a file the server received with another digest is named, because then it is not the same file.
 */
export function AddFiles({ address, label }: { address: string; label: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [isSending, setSending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [differing, setDiffering] = useState<string[]>([]);
  const send = async (files: File[]) => {
    if (files.length === 0) {
      return;
    }
    setSending(true);
    setError(null);
    try {
      const digests = await Promise.all(files.map(digestOf));
      const { items } = await sendFiles<{ items: Attachment[] }>(address, files);
      setDiffering(items.filter((one) => !digests.includes(one.sha256)).map((one) => one.name));
      noteOwnChange();
      announce(t('shell:files.received', { count: items.length }));
      if (field.current !== null) {
        field.current.value = '';
      }
      await queries.invalidateQueries();
    } catch (caught) {
      setError(caught);
    } finally {
      setSending(false);
    }
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    void send([...event.dataTransfer.files]);
  };
  return (
    <section
      className="add-files"
      aria-label={label}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <label htmlFor={id}>{label}</label>
      <div className="row">
        <input id={id} ref={field} type="file" multiple />
        <Button
          variant="default"
          loading={isSending}
          onClick={() => void send([...(field.current?.files ?? [])])}
        >
          {t('shell:files.add')}
        </Button>
      </div>
      <p className="quiet small">
        {t('shell:files.limit', { megabytes: Math.floor(limits.attachmentBytesMax / 1_048_576) })}
      </p>
      {differing.length === 0 ? null : (
        <p className="notice notice-problem" role="alert">
          {t('shell:files.differ', { names: differing.join(', ') })}
        </p>
      )}
      <ProblemNotice error={error} />
    </section>
  );
}
