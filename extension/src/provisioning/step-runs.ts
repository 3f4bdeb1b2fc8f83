import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bundle } from '@patchbay/language-server/model/bundle/bundle';
import { resolveInstance } from '@patchbay/language-server/model/manifest/resolve';
import type { Inputs, StepRun } from './provisioner.ts';
import type { RecordedStep } from './records.ts';
import type { Session } from './session.ts';
import { createStateFolder } from './state-folder.ts';
import { copyModule, existingModule } from './working-folder.ts';

/** What the steps of one instance have alike. */
export interface InstanceWork {
  readonly component: string;
  readonly inputs: Inputs;
  /** Absolute; undefined when the bundle is gone and the last copy of its modules must do. */
  readonly bundleFolder: string | undefined;
  /** Names of the resources that the bundle declares. */
  readonly resources: readonly string[];
}

/** Prepares the working folder of a step. `upToDate` is decided by the caller once all are prepared. */
export async function prepareStep(
  session: Session,
  work: InstanceWork,
  step: RecordedStep,
): Promise<Omit<StepRun, 'upToDate'>> {
  const { project, environment, processEnvironment, cancellation } = session.request;
  const { component } = work;
  const folder = project.paths.step(environment, component, step.name);
  await createStateFolder(project.paths, folder);
  const notes = project.paths.tools(environment);
  await createStateFolder(project.paths, notes);
  const module =
    work.bundleFolder === undefined
      ? await existingModule(folder)
      : await copyModule(path.resolve(work.bundleFolder, step.path), work.bundleFolder, folder);
  return {
    project: project.name,
    environment,
    component,
    step: step.name,
    manifest: project.manifestPath,
    folder,
    module,
    inputs: work.inputs,
    version: step.version,
    config: step.config,
    resources: work.resources,
    processEnvironment,
    tools: session.tools,
    cancellation,
    notes,
    log: (stream, line) => session.log(component, step.name, stream, line),
    notice: (message) => session.notice('information', message, component),
  };
}

/** The bundle that a component has now, provided that it is still the recorded one. */
export function currentBundle(session: Session, component: string, recordedName: string): Bundle | undefined {
  const { project, environment } = session.request;
  const reference = resolveInstance(project.manifest, component, environment)?.bundle;
  const resolution = reference === undefined ? undefined : project.registry.resolveBundle(reference);
  return resolution?.kind === 'found' && resolution.bundle.name === recordedName ? resolution.bundle : undefined;
}

/** Absolute path of the folder of a bundle. */
export function folderOf(bundle: Bundle): string {
  return path.dirname(fileURLToPath(bundle.uri));
}
