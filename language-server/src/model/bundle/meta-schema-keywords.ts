import type { MetaSchema } from './meta-schema-vocabulary.ts';

const schema: MetaSchema = { $ref: '#/definitions/schema' };
const anyValue: MetaSchema = { 'x-means': 'described-value' };

const keyword = (title: string, description: string, more: MetaSchema = {}): MetaSchema => ({
  title,
  description,
  ...more,
});
const text = (title: string, description: string, more: MetaSchema = {}): MetaSchema =>
  keyword(title, description, { type: 'string', ...more });
const count = (title: string, description: string, type: string): MetaSchema =>
  keyword(title, description, { type: 'integer', minimum: 0, 'x-for': [type] });
const limit = (title: string, description: string): MetaSchema =>
  keyword(title, description, { type: 'number', 'x-for': ['integer', 'number'] });
const flag = (title: string, description: string, more: MetaSchema = {}): MetaSchema =>
  keyword(title, description, { type: 'boolean', default: true, ...more });
const subschema = (title: string, description: string, more: MetaSchema = {}): MetaSchema =>
  keyword(title, description, { type: 'object', allOf: [schema], ...more });
const schemas = (title: string, description: string): MetaSchema =>
  keyword(title, description, { type: 'array', items: schema });

const types: readonly (readonly [name: string, description: string])[] = [
  ['string', 'Text.'],
  ['integer', 'A whole number.'],
  ['number', 'Any number.'],
  ['boolean', '`true` or `false`.'],
  ['object', 'A map; `properties` says of what.'],
  ['array', 'A list; `items` says of what.'],
  ['null', 'Nothing.'],
];

const formats: readonly (readonly [name: string, description: string])[] = [
  ['date', 'A day: `2030-01-31`.'],
  ['date-time', 'A point in time: `2030-01-31T12:00:00Z`.'],
  ['time', 'A time of day: `12:00:00Z`.'],
  ['duration', 'A length of time: `P3DT12H`.'],
  ['email', 'A mail address.'],
  ['hostname', 'A name in DNS.'],
  ['ipv4', 'An address: `10.0.0.1`.'],
  ['ipv6', 'An address: `fd00::1`.'],
  ['uri', 'An absolute address: `https://example.com/`.'],
  ['uri-reference', 'An address, absolute or relative.'],
  ['uuid', 'A UUID.'],
  ['regex', 'A pattern of ECMAScript.'],
  ['json-pointer', 'A place in JSON: `/a/0`.'],
];

const choices = (list: readonly (readonly [string, string])[]): readonly MetaSchema[] =>
  list.map(([name, description]) => ({ const: name, description }));

/** Keywords about the value at hand, most used first: the order in which they are offered. */
const general: { readonly [name: string]: MetaSchema } = {
  type: keyword('Type', 'What kind of value this is; a list means any of them.', {
    anyOf: [...choices(types), { type: 'array', items: { anyOf: choices(types) } }],
    default: 'string',
  }),
  title: text('Title', 'What people see instead of the name.'),
  description: text('Description', 'A sentence of help.'),
  default: keyword('Default', 'The value when nobody says otherwise. It must fit the schema.', anyValue),
  enum: keyword('Choices', 'The values that are allowed.', { type: 'array', items: anyValue }),
  const: keyword('Constant', 'The one value that is allowed.', anyValue),
  examples: keyword('Examples', 'Values to show and to offer.', { type: 'array', items: anyValue }),
  $ref: text(
    'Reference',
    'Takes a schema from elsewhere: `#/definitions/NAME`, a JSON file (`./NAME.json`), a resource type or a fragment by name. Keywords beside it override.',
    { 'x-means': 'reference' },
  ),
  message: keyword('Message', "Replaces the validator's words: one text, or one for each keyword.", {
    anyOf: [
      { type: 'string' },
      {
        type: 'object',
        properties: {
          pattern: text('For `pattern`', 'Shown when the text does not match.'),
          minimum: text('For `minimum`', 'Shown when the number is too small.'),
          maximum: text('For `maximum`', 'Shown when the number is too large.'),
          minLength: text('For `minLength`', 'Shown when the text is too short.'),
          maxLength: text('For `maxLength`', 'Shown when the text is too long.'),
          enum: text('For `enum`', 'Shown when the value is none of the choices.'),
          required: text('For `required`', 'Shown when a value is missing.'),
        },
        additionalProperties: { type: 'string' },
      },
    ],
    'x-snippet': '\n  pattern: $1',
  }),
};

const metadata: { readonly [name: string]: MetaSchema } = {
  '$md.immutable': flag('Immutable', 'The value cannot be changed once it is deployed.'),
  '$md.sensitive': flag('Sensitive', 'The value is hidden wherever it would be shown or logged.'),
  '$md.copyable': keyword('Copyable', '`false`: the value is left out when an instance is copied.', {
    type: 'boolean',
    default: false,
  }),
  '$md.enum': keyword('Choices from a connection', 'Takes the allowed values from what a slot is connected to.', {
    type: 'object',
    required: ['connection', 'options'],
    properties: {
      connection: text('Connection', 'The slot whose resource is read.', { 'x-means': 'slot' }),
      options: text('Options', 'jq over the connected resource that makes the list of choices.', {
        'x-means': 'slot-jq',
      }),
      value: text('Value', 'jq over one choice that makes its value. None: the choice itself.'),
      label: text('Label', 'jq over one choice that makes what people see.'),
    },
    'x-snippet': '\n  connection: $1\n  options: ${2:.}',
  }),
};

const ofTexts: { readonly [name: string]: MetaSchema } = {
  pattern: text(
    'Pattern',
    'A regular expression of ECMAScript that the text must match. Write `^` and `$` for all of it.',
    {
      'x-for': ['string'],
    },
  ),
  format: text('Format', 'What the text is.', { anyOf: choices(formats), 'x-for': ['string'] }),
  minLength: count('Shortest', 'Fewest characters.', 'string'),
  maxLength: count('Longest', 'Most characters.', 'string'),
  contentEncoding: text('Encoding', 'How the text is encoded, such as `base64`. For readers only.', {
    'x-for': ['string'],
  }),
  contentMediaType: text('Media type', 'What the text holds, such as `application/json`. For readers only.', {
    'x-for': ['string'],
  }),
};

const ofNumbers: { readonly [name: string]: MetaSchema } = {
  minimum: limit('Smallest', 'The number is this or more.'),
  maximum: limit('Largest', 'The number is this or less.'),
  exclusiveMinimum: limit('More than', 'The number is more than this.'),
  exclusiveMaximum: limit('Less than', 'The number is less than this.'),
  multipleOf: limit('Multiple of', 'The number is a multiple of this.'),
};

const ofLists: { readonly [name: string]: MetaSchema } = {
  items: keyword('Items', 'What each item is; a list of schemas describes the first ones, one by one.', {
    anyOf: [schema, { type: 'array', items: schema }],
    type: 'object',
    'x-for': ['array'],
    'x-snippet': '\n  type: ${1:string}',
  }),
  minItems: count('Fewest items', 'The list has this many items or more.', 'array'),
  maxItems: count('Most items', 'The list has this many items or fewer.', 'array'),
  uniqueItems: flag('Unique', 'No item occurs twice.', { 'x-for': ['array'] }),
  contains: subschema('Contains', 'One item at least fits this schema.', { 'x-for': ['array'] }),
  additionalItems: subschema('Further items', 'What items are beyond those that a list of `items` describes.', {
    'x-for': ['array'],
  }),
};

const maps: MetaSchema = { type: 'object', 'x-for': ['object'] };

const ofMaps: { readonly [name: string]: MetaSchema } = {
  properties: keyword('Properties', 'Name → schema of the value under it.', {
    ...maps,
    additionalProperties: schema,
    'x-snippet': '\n  ${1:name}:\n    type: ${2:string}',
  }),
  required: keyword('Required', 'Names that must be there. It stands beside `properties`, not inside one of them.', {
    type: 'array',
    items: { type: 'string', 'x-means': 'property' },
    'x-for': ['object'],
  }),
  additionalProperties: subschema(
    'Further properties',
    '`false` refuses other names; a schema describes their values.',
    {
      anyOf: [{ type: 'boolean' }, schema],
      type: 'boolean',
      default: false,
      'x-for': ['object'],
    },
  ),
  patternProperties: keyword('Properties by pattern', 'Pattern of names → schema of their values.', {
    ...maps,
    additionalProperties: schema,
    'x-snippet': '\n  ${1:^.*$}:\n    type: ${2:string}',
  }),
  propertyNames: subschema('Names', 'What names must look like.', { 'x-for': ['object'] }),
  minProperties: count('Fewest entries', 'The map has this many entries or more.', 'object'),
  maxProperties: count('Most entries', 'The map has this many entries or fewer.', 'object'),
  dependencies: keyword(
    'Dependencies',
    'Name → what else holds once that name is there: a list of names, or a schema. With `oneOf`, forms show more fields for each choice.',
    {
      ...maps,
      'x-keys': 'property',
      additionalProperties: {
        anyOf: [{ type: 'array', items: { type: 'string', 'x-means': 'property' } }, schema],
      },
      'x-snippet': '\n  ${1:name}:\n    oneOf:\n      - properties:\n          ${1:name}:\n            const: $2',
    },
  ),
};

const composed: { readonly [name: string]: MetaSchema } = {
  oneOf: schemas('One of', 'Exactly one of these holds. With `const` and `title` in each, forms show choices.'),
  anyOf: schemas('Any of', 'One of these holds, or more.'),
  allOf: schemas('All of', 'All of these hold.'),
  if: subschema('If', 'When the value fits this, `then` holds, else `else`.'),
  then: subschema('Then', 'What holds when `if` does.'),
  else: subschema('Else', 'What holds when `if` does not.'),
  not: subschema('Not', 'The value must not fit this.'),
};

const rest: { readonly [name: string]: MetaSchema } = {
  definitions: keyword('Definitions', 'Schemas to refer to: `$ref: "#/definitions/NAME"`.', {
    type: 'object',
    additionalProperties: schema,
  }),
  $defs: keyword('Definitions', 'Schemas to refer to: `$ref: "#/$defs/NAME"`.', {
    type: 'object',
    additionalProperties: schema,
  }),
  enumNames: keyword('Names of choices', 'What people see for each value of `enum`, in the same order.', {
    type: 'array',
    items: { type: 'string' },
  }),
  readOnly: flag('Read-only', 'Forms show the value and do not let people change it.'),
  writeOnly: flag('Write-only', 'The value can be set and is not shown again.'),
  deprecated: flag('Deprecated', 'Still works, and should no longer be used.'),
  $comment: text('Comment', 'A note for whoever reads the schema.'),
  $id: text('Identifier', 'The address of the schema. Patchbay does not follow it.'),
  $schema: text('Draft', 'Which draft of JSON Schema this is. Bundles use draft-07.', {
    enum: ['http://json-schema.org/draft-07/schema#'],
  }),
};

/** What a JSON Schema in a bundle may say: draft-07, `message`, and the `$md.…` keywords of bundles. */
export const schemaDefinitions: { readonly [name: string]: MetaSchema } = {
  schema: {
    type: 'object',
    properties: {
      ...general,
      ...ofMaps,
      ...ofTexts,
      ...ofNumbers,
      ...ofLists,
      ...metadata,
      ...composed,
      ...rest,
    },
  },
};
