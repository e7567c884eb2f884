// SPDX-License-Identifier: Apache-2.0
import { type Role, roleNames } from '@belfry/contract';
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import './people.css';

/** Every role with what it is for; several may be held at once. */
export function RolesChoice(props: {
  value: readonly Role[];
  onChange: (roles: Role[]) => void;
  error?: string | undefined;
}) {
  const { t } = useTranslation();
  return (
    <Checkbox.Group
      label={t('people:roles')}
      description={t('people:roles.means')}
      value={[...props.value]}
      onChange={(chosen) => props.onChange(chosen as Role[])}
      error={props.error}
    >
      <div className="role-list">
        {roleNames.map((role) => (
          <Checkbox
            key={role}
            value={role}
            label={t(`people:role.${role}`)}
            description={t(`people:role_means.${role}`)}
          />
        ))}
      </div>
    </Checkbox.Group>
  );
}
