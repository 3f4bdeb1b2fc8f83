import { ansibleProvisioner } from './ansible.ts';
import { Failure } from './failure.ts';
import type { Provisioner } from './provisioner.ts';
import { scriptProvisioner } from './script.ts';
import { terraformProvisioner } from './terraform.ts';

const provisioners = new Map<string, Provisioner>([
  ['terraform', terraformProvisioner('terraform')],
  ['opentofu', terraformProvisioner('opentofu')],
  ['script', scriptProvisioner],
  ['ansible', ansibleProvisioner],
]);

/**
 * What runs a step.
 *
 * @param name as the bundle says, without a version
 * @throws Failure when this version cannot run such steps
 */
export function provisionerFor(name: string): Provisioner {
  const provisioner = provisioners.get(name);
  if (provisioner === undefined) {
    throw new Failure(
      `This version runs terraform, opentofu, script and ansible steps; it cannot run ${JSON.stringify(name)}.`,
    );
  }
  return provisioner;
}
