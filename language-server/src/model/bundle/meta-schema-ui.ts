import type { MetaSchema } from './meta-schema-vocabulary.ts';

const widgets: readonly (readonly [name: string, description: string])[] = [
  ['text', 'One line.'],
  ['textarea', 'Several lines.'],
  ['password', 'One line whose letters are hidden.'],
  ['select', 'A list to choose from.'],
  ['radio', 'All choices side by side.'],
  ['checkbox', 'A box to tick.'],
  ['checkboxes', 'A box for each choice of a list.'],
  ['updown', 'A number with buttons.'],
  ['range', 'A number on a slider.'],
  ['hidden', 'Not shown.'],
];

const ui: MetaSchema = {
  type: 'object',
  'x-keys': 'param',
  properties: {
    'ui:order': {
      type: 'array',
      title: 'Order',
      description: "Names of the params in the order of the form. `'*'` stands for all that are not named.",
      items: { type: 'string', 'x-means': 'param' },
    },
    'ui:widget': {
      type: 'string',
      title: 'Widget',
      description: 'What the person gets to fill the param in with.',
      anyOf: widgets.map(([name, description]) => ({ const: name, description })),
    },
    'ui:field': {
      type: 'string',
      title: 'Field',
      description: 'A field of the form by name, where a widget is not enough.',
    },
    'ui:title': { type: 'string', title: 'Title', description: "Takes the place of the param's own title." },
    'ui:description': {
      type: 'string',
      title: 'Description',
      description: "Takes the place of the param's own description.",
    },
    'ui:help': { type: 'string', title: 'Help', description: 'A line of help below the field.' },
    'ui:placeholder': {
      type: 'string',
      title: 'Placeholder',
      description: 'What an empty field shows; it is not a value.',
    },
    'ui:disabled': { type: 'boolean', title: 'Disabled', description: '`true`: shown, and not to be changed.' },
    'ui:readonly': { type: 'boolean', title: 'Read-only', description: '`true`: the value can be read and copied.' },
    'ui:autofocus': { type: 'boolean', title: 'Focus', description: '`true`: the form starts in this field.' },
    'ui:enumDisabled': {
      type: 'array',
      title: 'Disabled choices',
      description: 'Values of the `enum` that cannot be chosen for now.',
    },
    'ui:emptyValue': { title: 'Empty value', description: 'What a field that was emptied is taken for.' },
    'ui:rootFieldId': {
      type: 'string',
      title: 'Prefix',
      description: 'What the identifiers of the fields begin with.',
    },
    'ui:submitButtonOptions': {
      type: 'object',
      title: 'Button',
      description: 'How the button that sends the form looks.',
    },
    'ui:options': {
      type: 'object',
      title: 'Options',
      description: 'Options of the widget or of the list.',
      properties: {
        addable: { type: 'boolean', title: 'Addable', description: '`false`: no items can be added.', default: false },
        orderable: {
          type: 'boolean',
          title: 'Orderable',
          description: '`false`: items stay in place.',
          default: false,
        },
        removable: { type: 'boolean', title: 'Removable', description: '`false`: items stay.', default: false },
        label: { type: 'boolean', title: 'Label', description: '`false`: the field has no label.', default: false },
        rows: { type: 'integer', title: 'Rows', description: 'Height of a text area, in lines.' },
        inline: { type: 'boolean', title: 'Inline', description: 'Choices stand side by side.', default: true },
        inputType: { type: 'string', title: 'Input type', description: 'The `type` of the HTML input.' },
      },
      additionalProperties: true,
    },
    items: {
      allOf: [{ $ref: '#/definitions/ui' }],
      title: 'Items',
      description: 'The form of each item of a list.',
    },
  },
  additionalProperties: {
    allOf: [{ $ref: '#/definitions/ui' }],
    title: 'Field',
    description: 'How the form shows this param.',
  },
};

/** What a uiSchema may say: it is nested like the params that it describes. */
export const uiDefinitions: { readonly [name: string]: MetaSchema } = { ui };
