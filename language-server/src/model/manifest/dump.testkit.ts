import type { ComponentSettings, Manifest } from './manifest.ts';

/** Everything that a manifest says, with absolute ranges, as plain data to compare. */
export function dump(manifest: Manifest): unknown {
  return {
    text: manifest.text(),
    slices: manifest.slices.map(({ text, kind, section, lineBreaks, before }) => ({
      text,
      kind,
      section,
      lineBreaks,
      before,
    })),
    project: manifest.project && [
      manifest.project.name.value,
      manifest.range(manifest.project.slice, manifest.project.name.span),
    ],
    components: [...manifest.components].map(([name, component]) => [
      name,
      settings(manifest, component),
      component.title,
    ]),
    resources: [...manifest.resources].map(([name, resource]) => [
      name,
      manifest.range(resource.slice, resource.name.span),
      resource.type,
      resource.from,
    ]),
    environments: [...manifest.environments].map(([name, environment]) => [
      name,
      manifest.range(environment.slice, environment.span),
      environment.protected,
      environment.defaults,
      [...environment.components].map(([component, override]) => [component, settings(manifest, override)]),
    ]),
    problems: manifest.problems(),
    broken: manifest.broken,
  };
}

function settings(
  manifest: Manifest,
  { slice, name, span, bundle, params, connections, secrets }: ComponentSettings,
): unknown {
  const located = Object.keys(params?.value ?? {}).map((key) => [params?.locate([key], 'key'), params?.locate([key])]);
  return {
    name: [name.value, manifest.range(slice, name.span)],
    range: manifest.range(slice, span),
    bundle,
    params: params && [params.value, params.span, located],
    connections,
    secrets,
  };
}
