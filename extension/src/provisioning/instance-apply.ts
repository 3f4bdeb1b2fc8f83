import { rm, rmdir } from 'node:fs/promises';
import { Failure } from './failure.ts';
import type { InstancePlan } from './instance-plan.ts';
import type { PreparedInstance } from './prepare.ts';
import type { Deployment, RecordedResource } from './records.ts';
import { collectResources, linksOf, secretsOf } from './resources.ts';
import type { Session } from './session.ts';

/**
 * Applies the saved plans of an instance, step by step, reads what it gives to others, checks that,
 * and records it. From the first step on the record says that the deployment is not complete, so
 * that a crash at any moment is seen by the next run.
 */
export async function applyDeployment(session: Session, prepared: PreparedInstance, plan: InstancePlan): Promise<void> {
  const { component } = prepared;
  const before = session.deployment(component);
  if (plan.empty && before?.complete === true && before.inputs === plan.digest) {
    if (session.records().get(component)?.status !== 'deployed') await session.setStatus(component, 'deployed');
    return;
  }

  const begun = deploymentOf(prepared, plan, before?.resources ?? [], before?.links ?? [], false);
  await session.setStatus(component, 'applying', plan.summary, begun);
  for (const { provisioner, run, plan: step } of plan.steps) {
    if (step.empty) continue;
    session.changed = true;
    await provisioner.apply(run, 'deploy');
  }

  const { registry } = session.request.project;
  const given = [];
  for (const { provisioner, run } of plan.steps) given.push(...(await provisioner.resources(run)));
  for (const { name, ...resource } of given) {
    // Before anything is said about it, also that it is not valid.
    const type = prepared.bundle.resources.get(name)?.type.name ?? '';
    for (const secret of secretsOf({ ...resource, type }, registry)) session.redactor.add(secret);
  }
  const resources = collectResources(prepared, given, registry);
  const links = [...new Set(resources.flatMap((resource) => linksOf(resource, registry)))].slice(0, 10);
  await session.setStatus(component, 'deployed', undefined, deploymentOf(prepared, plan, resources, links, true));
  for (const resource of resources) {
    session.emit({
      type: 'resource',
      component,
      resource: resource.name,
      resourceType: resource.type,
      links: [...linksOf(resource, registry)],
    });
  }
}

/** Applies the saved plans that take an instance down; its record goes when all of them succeeded. */
export async function applyDestruction(session: Session, component: string, plan: InstancePlan): Promise<void> {
  const deployment = session.deployment(component);
  if (deployment === undefined) throw new Failure(`${component} has no record of being deployed.`);
  await session.setStatus(component, 'destroying', plan.summary, { ...deployment, complete: false });
  for (const { provisioner, run, plan: step } of plan.steps) {
    if (step.empty) continue;
    session.changed = true;
    await provisioner.apply(run, 'destroy');
  }
  await removeWorkingFolders(session, component, deployment);
  await session.forget(component);
}

/** A step that stays keeps its folder, for its state is there. */
async function removeWorkingFolders(session: Session, component: string, { steps }: Deployment): Promise<void> {
  const { project, environment } = session.request;
  for (const { name, skipOnDelete } of steps) {
    if (!skipOnDelete) await rm(project.paths.step(environment, component, name), { recursive: true, force: true });
  }
  // Fails, as it should, when a step stays.
  await rmdir(project.paths.instance(environment, component)).catch(() => undefined);
}

function deploymentOf(
  prepared: PreparedInstance,
  { digest, inputs }: InstancePlan,
  resources: readonly RecordedResource[],
  links: readonly string[],
  complete: boolean,
): Deployment {
  const { bundle } = prepared;
  return {
    complete,
    at: new Date().toISOString(),
    bundle: { name: bundle.name, version: bundle.version, digest: bundle.digest },
    steps: [...prepared.steps],
    inputs: digest,
    params: inputs.params,
    connections: inputs.connections,
    envs: [...bundle.app.envs],
    policies: [...bundle.app.policies],
    secrets: [...prepared.secrets].map(([name, from]) => ({
      name,
      from,
      json: bundle.app.secrets.get(name)?.json ?? false,
    })),
    dependsOn: [...prepared.dependsOn],
    resources: [...resources],
    links: [...links],
  };
}
