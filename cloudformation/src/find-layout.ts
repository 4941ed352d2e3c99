import type { Template } from './parse-template';
import { asList, isObject } from './template-value';

const ORDER = [
  'AWSTemplateFormatVersion',
  'Description',
  'Metadata',
  'Parameters',
  'Rules',
  'Mappings',
  'Conditions',
  'Resources',
  'Outputs',
];
const MAX_ROOT_PARAMETERS = 12;
const INTERFACE = 'AWS::CloudFormation::Interface';

/** A template that does not read like the others: header, order of sections, descriptions. */
export function findLayout(template: Template): string[] {
  const { file, text, sections, Description, Parameters, Outputs } = template;
  const expected = ORDER.filter((section) => sections.includes(section));
  const described = { ...Parameters, ...Outputs };
  return [
    ...(text.startsWith('# ') ? [] : [`${file}: no comment says what it is`]),
    ...(Description === undefined ? [`${file}: no Description`] : []),
    ...(expected.join() === sections.join()
      ? []
      : [`${file}: sections are not in the order ${expected.join(', ')}`]),
    ...Object.entries(described)
      .filter(([, value]) => !('Description' in value))
      .map(([name]) => `${file} ${name}: no Description`),
  ];
}

/** A root stack that is hard to launch: too many parameters, or ones without a group, a label or a default. */
export function findLaunchForm(root: Template): string[] {
  const { file, Parameters, Metadata } = root;
  const form = isObject(Metadata[INTERFACE]) ? Metadata[INTERFACE] : {};
  const grouped = asList(form['ParameterGroups']).flatMap((group) =>
    isObject(group) ? asList(group['Parameters']) : [],
  );
  const labels = isObject(form['ParameterLabels'])
    ? form['ParameterLabels']
    : {};
  const names = Object.keys(Parameters);
  const required = names.filter(
    (name) => !('Default' in (Parameters[name] ?? {})),
  );
  return [
    ...(names.length <= MAX_ROOT_PARAMETERS
      ? []
      : [`${file}: ${names.length} parameters`]),
    ...(required.length <= 1
      ? []
      : [`${file}: without a default: ${required.join(', ')}`]),
    ...(names.join() === grouped.join()
      ? []
      : [`${file}: groups and parameters differ, or their order does`]),
    ...names
      .filter((name) => !(name in labels))
      .map((name) => `${file} ${name}: no label`),
  ];
}
