import type { JsonPath } from '../../schema/json-schema.ts';
import { getOwn, isObject } from '../../schema/own-property.ts';
import { isRange } from '../../registry/versions.ts';
import { closest, didYouMean, suggestionData } from '../../text-distance.ts';
import type { Bundle, TypeReference } from '../bundle.ts';
import type { FileCheck } from './context.ts';

type BundleCheck = FileCheck & { readonly bundle: Bundle };

/** Slots and resources: their types, and names that get in each other's way. */
export function checkContract(check: BundleCheck): void {
  const { bundle, report } = check;
  for (const { name, type } of bundle.dependencies.values())
    checkType(check, type, placeOf(check, 'dependencies', name));
  for (const { name, type } of bundle.resources.values()) checkType(check, type, placeOf(check, 'resources', name));
  for (const name of Object.keys(bundle.params.properties ?? {})) {
    if (name === 'md_metadata') {
      report(['params', 'properties', name], 'key', {
        severity: 'warning',
        code: 'name-reserved',
        message: '`md_metadata` is what the engine passes to every module. Choose another name.',
      });
    }
    if (!bundle.dependencies.has(name)) continue;
    report(placeOf(check, 'dependencies', name).entry, 'key', {
      severity: 'warning',
      code: 'name-collision',
      message: `\`${name}\` is a param, too, and modules get both as a variable of this name. Rename one of them.`,
    });
  }
  checkRequired(check, 'connections');
  checkRequired(check, 'artifacts');
}

interface Place {
  readonly entry: JsonPath;
  readonly type: JsonPath;
}

/** Where a slot or a resource stands in the file, in either dialect. */
export function placeOf({ root }: Pick<FileCheck, 'root'>, section: 'dependencies' | 'resources', name: string): Place {
  const older = section === 'dependencies' ? 'connections' : 'artifacts';
  const schema = getOwn(root, older);
  const properties = isObject(schema) ? getOwn(schema, 'properties') : undefined;
  if (isObject(properties) && Object.hasOwn(properties, name)) {
    const entry = [older, 'properties', name];
    return { entry, type: [...entry, '$ref'] };
  }
  return { entry: [section, name], type: [section, name, 'resource_type'] };
}

function checkType({ registry, report }: BundleCheck, type: TypeReference, place: Place): void {
  if (type.range !== undefined && !isRange(type.range)) {
    report(place.type, 'value', {
      severity: 'error',
      code: 'version-range',
      message: `\`${type.range}\` is not a range of versions. Write \`1.2.3\`, \`~1\`, \`~1.2\` or \`latest\`.`,
    });
    return;
  }
  if (registry.resourceType({ name: type.name }) === undefined) {
    const names = registry.resourceTypes().map(({ name }) => name);
    const [suggestion] = closest(type.name, names, 1);
    report(place.type, 'value', {
      severity: suggestion === undefined ? 'information' : 'warning',
      code: 'resource-type-unknown',
      message: `The registry has no resource type \`${type.name}\`, so what it holds is not checked.${didYouMean(type.name, names)}`,
      ...(suggestion === undefined ? {} : { data: { suggestion } }),
    });
  } else if (registry.resourceType(type) === undefined) {
    report(place.type, 'value', {
      severity: 'information',
      code: 'resource-type-version',
      message: `The registry has \`${type.name}\`, and no version of it in \`${type.range ?? ''}\`.`,
    });
  }
}

/** `required` of the older dialect names entries that must exist. */
function checkRequired({ root, report }: BundleCheck, section: 'connections' | 'artifacts'): void {
  const schema = getOwn(root, section);
  const required = isObject(schema) ? getOwn(schema, 'required') : undefined;
  const properties = isObject(schema) ? getOwn(schema, 'properties') : undefined;
  if (!Array.isArray(required)) return;
  const names = isObject(properties) ? Object.keys(properties) : [];
  for (const [index, name] of required.entries()) {
    if (names.includes(String(name))) continue;
    report([section, 'required', index], 'value', {
      severity: 'warning',
      code: 'required-undeclared',
      message: `\`${String(name)}\` is required, and \`${section}\` does not declare it.${didYouMean(String(name), names)}`,
      ...suggestionData(String(name), names),
    });
  }
}
