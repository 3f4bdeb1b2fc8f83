import { schemaDefinitions } from './meta-schema-keywords.ts';
import type { MetaSchema } from './meta-schema-vocabulary.ts';

const text = (title: string, description: string): MetaSchema => ({ type: 'string', title, description });

const orientation: MetaSchema = {
  type: 'string',
  title: 'Orientation',
  description: 'How the diagram shows what is connected.',
  anyOf: [
    { const: 'link', description: 'As a line between two components.' },
    {
      const: 'environmentDefault',
      description: 'Not at all: the environment usually fills every slot of this type, as with credentials.',
    },
  ],
};

const form: MetaSchema = {
  type: 'object',
  title: 'Diagram',
  description: 'How the diagram shows resources of this type.',
  properties: { connectionOrientation: orientation },
};

const exported: MetaSchema = {
  type: 'array',
  title: 'Exports',
  description: 'Files that people can download of a resource, such as a kubeconfig.',
  items: {
    type: 'object',
    title: 'Export',
    description: 'One file, made from the resource by a template.',
    additionalProperties: true,
  },
};

const identity: { readonly [name: string]: MetaSchema } = {
  name: text('Name', 'What bundles call the type, such as `aws-vpc`.'),
  version: text('Version', 'Three numbers, such as `1.0.0`. Raise the first one when a slot may no longer fit.'),
  label: text('Label', 'What people see instead of the name.'),
  description: text('Description', 'What a resource of this type is, in a sentence.'),
  icon: text('Icon', 'Name or address of the picture on the diagram.'),
};

/** A resource type of the current dialect: a YAML file with its payload under `schema`. */
export const resourceTypeMetaSchema: MetaSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Resource type',
  description: 'The contract of what one bundle hands another.',
  type: 'object',
  required: ['name', 'schema'],
  properties: {
    ...identity,
    ui: form,
    exports: exported,
    schema: {
      allOf: [{ $ref: '#/definitions/schema' }],
      type: 'object',
      title: 'Payload',
      description: 'JSON Schema, draft-07, of what a resource of this type holds.',
      'x-snippet': '\n  required:\n    - ${1:name}\n  properties:\n    ${1:name}:\n      type: ${2:string}',
    },
  },
  definitions: schemaDefinitions,
};

/** An artifact definition, the older name for a resource type: the payload's schema itself, with a `$md` block. */
export const artifactDefinitionMetaSchema: MetaSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  allOf: [{ $ref: '#/definitions/schema' }],
  title: 'Resource type (older dialect)',
  description: 'The contract of what one bundle hands another.',
  type: 'object',
  required: ['$md'],
  properties: {
    $md: {
      type: 'object',
      title: 'Identity',
      description: 'Name and looks of the type. Everything beside it is the schema of the payload.',
      properties: {
        ...identity,
        ui: form,
        'ui.connectionOrientation': orientation,
        exports: exported,
      },
      additionalProperties: true,
    },
  },
  definitions: schemaDefinitions,
};
