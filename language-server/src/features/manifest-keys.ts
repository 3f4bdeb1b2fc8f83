/** A key that a manifest knows, with what to say about it and what a person writes next. */
export interface ManifestKey {
  readonly name: string;
  readonly description: string;
  /** What follows the key: a value on the same line, or entries on the next lines. */
  readonly takes: 'value' | 'entries';
}

export const rootKeys: readonly ManifestKey[] = [
  { name: 'project', takes: 'value', description: 'The name of the project.' },
  {
    name: 'components',
    takes: 'entries',
    description: 'The bundles that make up the project: each entry places one under a name of its own.',
  },
  {
    name: 'resources',
    takes: 'entries',
    description: 'Imported resources: they exist already, and components connect to them like to any other.',
  },
  {
    name: 'environments',
    takes: 'entries',
    description: 'Where the project runs: staging, production, … Each has the same components with other params.',
  },
];

const bundleKey: ManifestKey = {
  name: 'bundle',
  takes: 'value',
  description: 'The bundle that this component is: `NAME` or `NAME@RANGE`.',
};

export const overrideKeys: readonly ManifestKey[] = [
  bundleKey,
  {
    name: 'connections',
    takes: 'entries',
    description: 'What fills the slots of the bundle: `SLOT: COMPONENT.RESOURCE`, or the name of an imported resource.',
  },
  { name: 'params', takes: 'entries', description: 'The settings of the bundle.' },
  {
    name: 'secrets',
    takes: 'entries',
    description:
      'Where secrets come from: `{ env: NAME }`, `{ file: PATH }` or `{ store: NAME }`; never the value itself.',
  },
];

export const componentKeys: readonly ManifestKey[] = [
  bundleKey,
  { name: 'title', takes: 'value', description: 'What the diagram calls the component.' },
  ...overrideKeys.slice(1),
];

export const resourceKeys: readonly ManifestKey[] = [
  { name: 'type', takes: 'value', description: 'The resource type, such as `aws-vpc`.' },
  {
    name: 'from',
    takes: 'value',
    description: 'Where it comes from: `{ file: PATH }`, `{ env: NAME }`, or `{ project, environment, resource }`.',
  },
];

export const environmentKeys: readonly ManifestKey[] = [
  { name: 'protected', takes: 'value', description: '`true`: Patchbay refuses to destroy this environment.' },
  {
    name: 'defaults',
    takes: 'entries',
    description: 'What fills every slot of a resource type that nothing is connected to: `TYPE: RESOURCE`.',
  },
  {
    name: 'components',
    takes: 'entries',
    description: 'What is different here: params are merged over those of the component, lists are replaced.',
  },
];

const localKeys: readonly ManifestKey[] = [
  { name: 'env', takes: 'value', description: 'The name of an environment variable.' },
  { name: 'file', takes: 'value', description: 'The path of a file, from the manifest.' },
];

export const secretKeys: readonly ManifestKey[] = [
  ...localKeys,
  { name: 'store', takes: 'value', description: 'A name in the secret store.' },
];

export const fromKeys: readonly ManifestKey[] = [
  ...localKeys,
  { name: 'project', takes: 'value', description: 'The project that puts the resource out.' },
  { name: 'environment', takes: 'value', description: 'The environment of that project.' },
  { name: 'resource', takes: 'value', description: '`COMPONENT.RESOURCE` in that project.' },
];
