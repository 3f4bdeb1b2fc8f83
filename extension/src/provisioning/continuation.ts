import path from 'node:path';
import { Failure } from './failure.ts';
import type { PreparedInstance } from './prepare.ts';
import type { Deployment, RecordedStep } from './records.ts';
import type { Session } from './session.ts';

/**
 * Refuses to deploy an instance over one whose steps it would forget: another bundle, or a bundle
 * that lost a step, does not know what the old step made, and nobody would ever take that down.
 * Terraform does know, from the state in the step's folder, whichever module is there.
 *
 * @throws Failure that says how to go on
 */
export function requireContinuation(session: Session, { component, bundle, steps }: PreparedInstance): void {
  const deployed = session.deployment(component);
  if (deployed === undefined) return;
  const lost = deployed.steps.filter(
    (step) => !step.skipOnDelete && !steps.some((next) => continues(step, next, deployed, bundle.name)),
  );
  const [step] = lost;
  if (step === undefined) return;

  const file = path.basename(session.request.project.manifestPath);
  const command = `patchbay destroy ${file} --environment ${session.request.environment} --only ${component}`;
  throw new Failure(
    `It was deployed by ${deployed.bundle.name} ${deployed.bundle.version}, and ${bundle.name} ${bundle.version} does not go on with its step ${step.name} (${step.provisioner}): what that made would be left behind. Run \`${command}\` first, or go back to ${deployed.bundle.name}.`,
  );
}

function continues(before: RecordedStep, next: RecordedStep, { bundle }: Deployment, nextBundle: string): boolean {
  if (before.name !== next.name) return false;
  if (hasState(before) && hasState(next)) return true;
  return before.provisioner === next.provisioner && bundle.name === nextBundle;
}

function hasState({ provisioner }: RecordedStep): boolean {
  return provisioner === 'terraform' || provisioner === 'opentofu';
}
