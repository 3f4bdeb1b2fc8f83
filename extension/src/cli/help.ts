const overview = `patchbay: plan, deploy and check infrastructure that is made of bundles

  patchbay check [PATHS…]                            check manifests, bundles and resource types below PATHS
  patchbay plan MANIFEST --environment NAME          say what deploying would do
  patchbay deploy MANIFEST --environment NAME        plan, ask, and deploy in dependency order
  patchbay destroy MANIFEST --environment NAME       plan, ask, and take down in reverse order

  -e, --environment NAME   which environment
  --only COMPONENT…        only these components
  -y, --yes                do not ask
  --json                   print JSON: problems for check, one event a line for the others
  --registry FOLDER        a folder with more bundles; may be given several times
  --workspace FOLDER       where bundles are being written (default: the repository of the manifest)
  --concurrency NUMBER     how many components at a time (default: 4)
  --help, --version        \`patchbay COMMAND --help\` says more about one command

Exit code: 0 done, 1 failed or errors found, 2 wrong use,
3 nothing was changed because a check or a person refused.

Terraform, OpenTofu and Ansible are found on PATH, or where PATCHBAY_TERRAFORM, PATCHBAY_OPENTOFU and
PATCHBAY_ANSIBLE say. Nothing that lies in the workspace is run as one of them.
`;

const registryOptions = `  --registry FOLDER        a folder with more bundles; may be given several times
  --workspace FOLDER       where bundles are being written (default: the repository of the manifest)`;

const concurrency = `  --concurrency NUMBER     how many components are worked on at a time, 1 to 64 (default: 4). Whatever the
                           number, a component waits for all that it is connected to`;

const check = `patchbay check [PATHS…]: check manifests, bundles and resource types

Checks every file below PATHS (default: the folder at hand) as the editor does, and runs nothing.

  --json                   print the problems as JSON; lines and characters count from 0
${registryOptions}

Exit code: 0 no errors, 1 errors, 2 wrong use.
`;

const plan = `patchbay plan MANIFEST --environment NAME: say what deploying would do

Changes nothing. A component whose connections are not deployed yet is planned during the deployment.

  -e, --environment NAME   which environment
  --only COMPONENT…        plan only these. What they are connected to must be deployed, or be named too
  --json                   print one event a line as JSON
${concurrency}
${registryOptions}

Exit code: 0 planned, 1 failed, 2 wrong use, 3 a check refuses the plan.
`;

const deploy = `patchbay deploy MANIFEST --environment NAME: plan, ask, and deploy

Plans everything first, shows it and asks once; then applies those very plans, in dependency order. When one
component fails, what depends on it is not begun and the rest goes on. Deploying again goes on from there.

  -e, --environment NAME   which environment
  --only COMPONENT…        deploy only these. What they are connected to must be deployed, or be named too;
                           what is connected to them stays as it is
  -y, --yes                do not ask. Without it and without a terminal nothing is changed
  --json                   print one event a line as JSON
${concurrency}
${registryOptions}

Ctrl+C waits for tools to finish what they are doing; once more kills them.
Exit code: 0 deployed, 1 failed or cancelled, 2 wrong use, 3 a check or a person refused.
`;

const destroy = `patchbay destroy MANIFEST --environment NAME: plan, ask, and take down

Takes down what is recorded as deployed, in reverse order, also what is no longer in the manifest. An
environment with \`protected: true\` is refused.

  -e, --environment NAME   which environment
  --only COMPONENT…        take down only these. Refused while another deployed component uses one of them
  -y, --yes                do not ask. Without it and without a terminal nothing is changed
  --json                   print one event a line as JSON
${concurrency}
${registryOptions}

Ctrl+C waits for tools to finish what they are doing; once more kills them.
Exit code: 0 destroyed, 1 failed or cancelled, 2 wrong use, 3 a check or a person refused.
`;

const commands = new Map([
  ['check', check],
  ['plan', plan],
  ['deploy', deploy],
  ['destroy', destroy],
]);

/** What to say for `--help`: about one command when its name is given, else about all. */
export function helpFor(command?: string): string {
  return commands.get(command ?? '') ?? overview;
}
