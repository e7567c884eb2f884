// SPDX-License-Identifier: Apache-2.0
import type { ProblemDeclared } from './problem-declared.ts';

/** What can be wrong with the library of detection rules. */
export const detectionRuleProblems = {
  'detection_rule.not_found': {
    status: 404,
    title: 'No such detection rule',
    whatToDo: 'Go back to the list of rules',
    retry: false,
  },
  'detection_rule.not_own': {
    status: 409,
    title: 'This rule comes from elsewhere and is not changed here',
    whatToDo: 'Copy it into a rule of your own, and switch this one off',
    retry: false,
  },
  'detection_rule.refused': {
    status: 422,
    title: 'The document cannot be used as a rule',
    whatToDo: 'Correct it at the place that is named',
    retry: false,
  },
  'detection_rule.samples_failed': {
    status: 422,
    title: 'The rule does not hold for its own samples',
    whatToDo: 'Correct the rule, or the sample that is named',
    retry: false,
  },
  'detection_rule.identifier_taken': {
    status: 409,
    title: 'Another rule of your own has this identifier',
    whatToDo: 'Give the rule an identifier of its own',
    retry: false,
  },
  'detection_rule.changed_meanwhile': {
    status: 409,
    title: 'Somebody changed this rule meanwhile',
    whatToDo: 'Read it again, and make the change once more',
    retry: false,
  },
  'detection_rule.too_many': {
    status: 422,
    title: 'More rules of your own than Belfry keeps',
    whatToDo: 'Remove rules that are not used any more',
    retry: false,
  },
  'detection_rule.try_too_long': {
    status: 422,
    title: 'Trying the rule took too long and was stopped',
    whatToDo: 'Try it on fewer events, or make its regular expressions simpler',
    retry: false,
  },
  'detection_rule.too_many_events': {
    status: 422,
    title: 'More events than a rule is tried on at once',
    whatToDo: 'Try it on fewer events',
    retry: false,
  },
  'rule_selection.not_found': {
    status: 404,
    title: 'No such version of the rule selection',
    whatToDo: 'Read the one that works now',
    retry: false,
  },
  'rule_selection.changed_meanwhile': {
    status: 409,
    title: 'Somebody saved the rule selection meanwhile',
    whatToDo: 'Read it again, and make the change once more',
    retry: false,
  },
  'rule_placeholders.changed_meanwhile': {
    status: 409,
    title: 'Somebody saved the placeholders meanwhile',
    whatToDo: 'Read them again, and make the change once more',
    retry: false,
  },
  'rule_placeholders.too_many': {
    status: 422,
    title: 'More placeholders than Belfry keeps',
    whatToDo: 'Take out lists no rule asks for',
    retry: false,
  },
  'rule_set.not_found': {
    status: 404,
    title: 'No such set of rules',
    whatToDo: 'Go back to the sets of rules',
    retry: false,
  },
  'rule_set.not_changeable': {
    status: 409,
    title: 'This set of rules stays as it is',
    whatToDo: 'Switch off single rules, or change the rule selection',
    retry: false,
  },
  'rule_set.exists': {
    status: 409,
    title: 'There is such a set of rules already',
    whatToDo: 'Choose another name, or bring that set up to date',
    retry: false,
  },
  'rule_set.too_many': {
    status: 422,
    title: 'More sets of rules than Belfry keeps',
    whatToDo: 'Remove sets that are not used any more',
    retry: false,
  },
  'rule_set.path_not_allowed': {
    status: 422,
    title: 'Rules are not read from this folder',
    whatToDo: 'Choose a folder inside of a directory that ruleFolders names in the configuration',
    retry: false,
  },
  'rule_import.not_found': {
    status: 404,
    title: 'No such import of rules',
    whatToDo: 'Go back to the sets of rules',
    retry: false,
  },
  'rule_import.not_waiting': {
    status: 409,
    title: 'This import does not wait to be applied',
    whatToDo: 'Read it again to see where it stands',
    retry: false,
  },
  'rule_import.outdated': {
    status: 409,
    title: 'The set changed since this import was read',
    whatToDo: 'Discard it, and read the set again',
    retry: false,
  },
} as const satisfies Record<string, ProblemDeclared>;
