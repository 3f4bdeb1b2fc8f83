export const help = `patchbay: plan, deploy and check infrastructure that is made of bundles

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
  --help, --version

Exit code: 0 done, 1 failed or errors found, 2 wrong use,
3 nothing was changed because a check or a person refused.

Terraform and OpenTofu are found on PATH, or where PATCHBAY_TERRAFORM and PATCHBAY_OPENTOFU say.
`;
