import { payloadOf } from '../../bundle/check/expression-input.ts';
import type { Finding } from '../../bundle/check/context.ts';
import type { JsonPath } from '../../schema/json-schema.ts';
import { isObject } from '../../schema/own-property.ts';
import { closest } from '../../text-distance.ts';
import { inputsOf, isAlwaysThere } from '../inputs.ts';
import type { ModuleVariable, TerraformModule } from '../module.ts';
import type { AttributeConstraint, TypeConstraint } from '../type-constraint.ts';
import type { ModuleCheck } from './context.ts';
import { conversion, describeConstraint, describeKinds } from './conversion.ts';
import { expressionsOf, mentions } from './expression-texts.ts';
import { generatedFile } from './generated-file.ts';
import {
  choicesOf,
  isClosedTo,
  isRequired,
  itemsOf,
  kindsOf,
  namesOf,
  propertyOf,
  valuesOf,
  type Placed,
} from './placed-schema.ts';

/**
 * Types of variables against the schemas of what fills them. Terraform converts much by itself, so
 * only what it would refuse is told, and what it would drop.
 */
export function checkTypes(check: ModuleCheck): void {
  const inputs = inputsOf(check.bundle, check.root);
  const params: readonly Placed[] = [{ schema: check.bundle.params, path: ['params'], always: true }];
  for (const module of check.modules) {
    if (module.kind !== 'terraform') continue;
    for (const variable of module.variables.values()) {
      const input = inputs.get(variable.name);
      if (input?.kind === 'param') {
        new Comparison(check, module, variable, undefined).compare(
          propertyOf(params, variable.name),
          variable.constraint,
          variable.name,
        );
      }
      const slot = input?.kind === 'dependency' ? check.bundle.dependencies.get(variable.name) : undefined;
      if (input === undefined || slot === undefined) continue;
      const payload = [{ schema: payloadOf(slot, check.registry), path: [], always: true }];
      new Comparison(check, module, variable, input.path).compare(payload, variable.constraint, variable.name);
    }
  }
}

/** One variable and what fills it. */
class Comparison {
  readonly #check: ModuleCheck;
  readonly #module: TerraformModule;
  readonly #variable: ModuleVariable;
  /** Where the slot stands; what it holds is declared in another file. Undefined for a param. */
  readonly #slot: JsonPath | undefined;

  constructor(check: ModuleCheck, module: TerraformModule, variable: ModuleVariable, slot: JsonPath | undefined) {
    this.#check = check;
    this.#module = module;
    this.#variable = variable;
    this.#slot = slot;
  }

  /** @param written the way from the variable, such as `rules[].port`. */
  compare(schemas: readonly Placed[], type: TypeConstraint, written: string): void {
    const kinds = kindsOf(schemas);
    if (type.kind === 'any' || kinds === undefined) return;
    if (!this.#checkKinds(schemas, type, written)) return;
    switch (type.kind) {
      case 'object':
        if (kinds.has('object')) this.#compareAttributes(schemas, type.attributes, written);
        return;
      case 'map':
        if (type.of.kind === 'any') this.#checkAlike(schemas, written);
        this.compare(valuesOf(schemas), type.of, `${written}.*`);
        for (const name of namesOf(schemas)) this.compare(propertyOf(schemas, name), type.of, `${written}.${name}`);
        return;
      case 'list':
      case 'set':
        this.compare(itemsOf(schemas), type.of, `${written}[]`);
        return;
      case 'string':
      case 'number':
      case 'bool':
      case 'tuple':
    }
  }

  /** Whether anything of what is given can become what the variable takes. */
  #checkKinds(schemas: readonly Placed[], type: TypeConstraint, written: string): boolean {
    const kinds = [...(kindsOf(schemas) ?? [])];
    const possible = kinds.map((kind) => conversion(kind, type, choicesOf(schemas)));
    const sentence = `\`${written}\` is ${describeKinds(kinds)} here, and ${this.#owner(written)} takes ${describeConstraint(type)}`;
    if (possible.every((each) => each.kind === 'never')) {
      this.#report(schemas, {
        severity: 'error',
        code: 'module-variable-type',
        message: `${sentence}: Terraform stops. Change one of the two types.`,
      });
      return false;
    }
    const [only] = possible;
    if (possible.length === 1 && only?.kind === 'sometimes') {
      const refused = only.refused === undefined ? 'every text that is none' : `\`${only.refused}\``;
      this.#report(schemas, {
        severity: 'warning',
        code: 'module-variable-type',
        message: `${sentence}: Terraform stops for ${refused}. Change one of the two types.`,
      });
    }
    return true;
  }

  /** In a `map(any)`, Terraform makes all values one type, which it cannot for a text and a list. */
  #checkAlike(schemas: readonly Placed[], written: string): void {
    const present = namesOf(schemas).filter((name) => isRequired(schemas, name));
    const kinds = present.map((name) => ({ name, kind: commonKind(propertyOf(schemas, name)) }));
    const first = kinds.find(({ kind }) => kind !== undefined);
    const other = kinds.find(({ kind }) => kind !== undefined && kind !== first?.kind);
    if (first?.kind === undefined || other?.kind === undefined) return;
    this.#report(schemas, {
      severity: 'error',
      code: 'module-variable-type',
      message: `In a \`map(any)\`, all values have one type, and here \`${written}.${first.name}\` is ${first.kind} and \`${written}.${other.name}\` is ${other.kind}: Terraform stops. Write \`any\` or \`object({ … })\` in ${this.#owner(written)}.`,
    });
  }

  #compareAttributes(
    schemas: readonly Placed[],
    attributes: ReadonlyMap<string, AttributeConstraint>,
    written: string,
  ): void {
    const dropped = new Set(namesOf(schemas).filter((name) => !attributes.has(name)));
    for (const [name, { type, optional }] of attributes) {
      const property = propertyOf(schemas, name);
      if (property.length > 0) {
        if (!optional) this.#checkPresence(schemas, name, written);
        this.compare(property, type, `${written}.${name}`);
        continue;
      }
      const [meant] = isClosedTo(schemas, name) ? closest(name, dropped, 1) : [];
      if (meant !== undefined) dropped.delete(meant);
      if (meant !== undefined || !optional) this.#reportMissing(schemas, name, meant, written);
    }
    if (this.#slot === undefined) for (const name of dropped) this.#reportDropped(schemas, name, written);
  }

  #checkPresence(schemas: readonly Placed[], name: string, written: string): void {
    // Forms fill params; nobody fills what is missing in the resource of another bundle.
    const isFilled = ({ schema }: Placed): boolean =>
      !isObject(schema) || (isDeclared(schema, name) && isAlwaysThere(schema, name));
    const isThere = isRequired(schemas, name) || (this.#slot === undefined && schemas.some(isFilled));
    if (isThere) return;
    this.#report(propertyOf(schemas, name), {
      severity: 'warning',
      code: 'module-variable-attribute',
      message: `\`${written}.${name}\` may be left out, and then Terraform stops: ${this.#owner(written)} needs it. Make it required, or write \`optional(…)\` in the variable.`,
      data: { require: name },
    });
  }

  #reportMissing(schemas: readonly Placed[], name: string, meant: string | undefined, written: string): void {
    if (!isClosedTo(schemas, name)) return;
    const hint = meant === undefined ? 'Declare it, or write `optional(…)` in the variable.' : `Is \`${meant}\` meant?`;
    this.#report(meant === undefined ? schemas : propertyOf(schemas, meant), {
      severity: 'warning',
      code: 'module-variable-attribute',
      message: `${capital(this.#owner(written))} has the attribute \`${written}.${name}\`, which is not declared here. ${hint}`,
      ...(meant === undefined ? {} : { data: { suggestion: name } }),
    });
  }

  /** Terraform keeps of an object what its type names. */
  #reportDropped(schemas: readonly Placed[], name: string, written: string): void {
    const { modules } = this.#check;
    const isOnlyModule = modules.length === 1;
    if (!isOnlyModule || mentions(expressionsOf(this.#check), name)) return;
    this.#report(propertyOf(schemas, name), {
      severity: 'hint',
      code: 'unused-param',
      message: `${capital(this.#owner(written))} does not have \`${written}.${name}\`, so Terraform drops it and it has no effect. Add it to the variable's type, or remove it here.`,
    });
  }

  #owner(written: string): string {
    const variable = written === this.#variable.name ? 'the variable' : `the variable \`${this.#variable.name}\``;
    return `${variable} of the module \`${this.#module.source.step.path}\``;
  }

  #report(schemas: readonly Placed[], { severity, message, ...finding }: Finding): void {
    const { location, name, type } = this.#variable;
    const path = this.#slot ?? schemas[0]?.path ?? ['params', 'properties', name];
    // A generated file is written again before it counts.
    const generated = generatedFile(location.uri);
    this.#check.report(path, 'key', {
      severity: generated !== undefined && severity === 'error' ? 'warning' : severity,
      message: generated === undefined ? message : `${message} Or generate \`${generated}\` again.`,
      ...finding,
      related: [{ location, message: `\`${name}\` is \`${shortened(type ?? 'any')}\` here.` }],
    });
  }
}

/** Scalars become strings beside each other, so they count as one kind; undefined when it is not known. */
function commonKind(schemas: readonly Placed[]): string | undefined {
  const [kind, ...others] = [...(kindsOf(schemas) ?? [])].map((each) =>
    each === 'array' ? 'a list' : each === 'object' ? 'an object' : 'a single value',
  );
  return others.every((other) => other === kind) ? kind : undefined;
}

function isDeclared({ properties }: { readonly properties?: unknown }, name: string): boolean {
  return isObject(properties) && Object.hasOwn(properties, name);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
