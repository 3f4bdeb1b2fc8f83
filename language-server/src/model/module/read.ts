import type { RegistryFile } from '../registry/registry.ts';
import { pathIn, type Module, type ModuleFiles, type ResourceTemplate } from './module.ts';
import { readChart } from './read-chart.ts';
import { readTerraform } from './read-terraform.ts';

const known = new WeakMap<ModuleFiles, Module>();

/** What a step's module takes and gives, as far as its files tell. Reads each set of files once. */
export function readModule(source: ModuleFiles): Module {
  const before = known.get(source);
  if (before !== undefined) return before;
  const module = read(source);
  known.set(source, module);
  return module;
}

function read(source: ModuleFiles): Module {
  const templates = templatesOf(source);
  switch (source.step.provisioner) {
    case 'terraform':
    case 'opentofu':
      return readTerraform(source, templates) ?? { kind: 'opaque', source };
    case 'helm': {
      const chart = source.files.length === 0 ? undefined : readChart(source);
      return chart === undefined ? { kind: 'opaque', source } : { kind: 'helm', source, templates, chart };
    }
    default:
      return { kind: 'opaque', source };
  }
}

function templatesOf(source: ModuleFiles): readonly ResourceTemplate[] {
  return source.files.flatMap(({ uri, text }: RegistryFile) => {
    const resource = /^(?:resource|artifact)_(.+)\.jq$/.exec(pathIn(source, uri))?.[1];
    return resource === undefined ? [] : [{ resource, uri, text }];
  });
}
