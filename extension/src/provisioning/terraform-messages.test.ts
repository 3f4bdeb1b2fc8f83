import { describe, expect, test } from 'vitest';
import { createErrorReader, withoutOutputValues } from './terraform-messages.ts';

describe('an error in one line', () => {
  const cases: readonly (readonly [string, string, string | undefined])[] = [
    ['nothing', 'Warning: Something\n\nelse', undefined],
    ['a title alone', 'Error: Saved plan is stale', 'Saved plan is stale'],
    [
      'a command that says why it failed in its last line',
      `Error: local-exec provisioner error

  with terraform_data.app,
  on main.tf line 3, in resource "terraform_data" "app":
   3:   provisioner "local-exec" {

Error running command 'echo one; echo disk quota exceeded >&2; exit 7': exit status 7. Output: one
  two
Error: disk quota exceeded

Warning: Deprecated
`,
      'local-exec provisioner error at terraform_data.app (main.tf line 3): exit status 7: Error: disk quota exceeded',
    ],
    [
      'a long command, which is wrapped',
      `Error: local-exec provisioner error

  with terraform_data.app,

Error running command 'echo one; echo two; echo disk quota exceeded >&2; exit 7': exit
status 7. Output: one
disk quota exceeded`,
      'local-exec provisioner error at terraform_data.app: exit status 7: disk quota exceeded',
    ],
    [
      'a command that says nothing',
      `Error: local-exec provisioner error

  with terraform_data.app,
  on main.tf line 3, in resource "terraform_data" "app":

Error running command 'false': exit status 1. Output: `,
      'local-exec provisioner error at terraform_data.app (main.tf line 3): exit status 1',
    ],
    [
      'with bars, wrapped, and another error after it',
      `╷
│ Error: Invalid value for input variable
│ 
│   on _params.auto.tfvars.json line 2:
│    2:   "size": 1
│ 
│ The given value is not suitable for var.size declared at
│ main.tf:1,1-16: a string is required.
╵
╷
│ Error: Another one
│ 
│ Not said.
╵`,
      'Invalid value for input variable (_params.auto.tfvars.json line 2): The given value is not suitable for var.size declared at main.tf:1,1-16: a string is required',
    ],
  ];
  test.each(cases)('%s', (_, text, expected) => {
    const errors = createErrorReader();
    for (const line of text.split('\n')) errors.read(line);
    expect(errors.summary()).toBe(expected);
  });
});

describe('values of outputs are not shown', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    [
      'of a plan, by name',
      `Plan: 1 to add, 0 to change, 0 to destroy.

Changes to Outputs:
  + login = {
      + cert = "very secret"
    }
  ~ text  = <<-EOT
        very secret
    EOT

You can apply this plan to save these new output values.`,
      `Plan: 1 to add, 0 to change, 0 to destroy.

Changes to Outputs:
  + login = (not shown)
  ~ text = (not shown)
You can apply this plan to save these new output values.`,
    ],
    [
      'after an apply, all of them',
      `Apply complete! Resources: 1 added, 0 changed, 0 destroyed.

Outputs:

login = "{\\"password\\":\\"very secret\\"}"
text = <<EOT
very secret
EOT`,
      `Apply complete! Resources: 1 added, 0 changed, 0 destroyed.

Outputs:
(their values are not shown)`,
    ],
  ];
  test.each(cases)('%s', (_, text, expected) => {
    const shown: string[] = [];
    const read = withoutOutputValues((line) => shown.push(line));
    for (const line of text.split('\n')) read(line);
    expect(shown.join('\n')).toBe(expected);
  });
});
