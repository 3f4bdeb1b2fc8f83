import type { Bundle } from '@patchbay/language-server/model/bundle/bundle';
import type { Json, JsonObject } from '@patchbay/language-server/model/schema/json-schema';
import { Cancelled } from './failure.ts';
import { evaluateJq } from './jq.ts';
import type { Inputs, Purpose } from './provisioner.ts';
import type { Session } from './session.ts';

/** Shorter values of a transformed secret, such as `true`, say nothing, and hiding them would hide the log. */
const shortestHidden = 8;

/**
 * What the `app` of a bundle makes of what an instance is given: environment variables and policies.
 * What is null is left out with a warning, what has no result (`empty`) is left out as it was meant.
 * A variable that is made of a secret is hidden from now on.
 *
 * @param purpose to take an instance down, its secrets may be gone: what fails without them is left out
 * @throws Failure when an expression fails, Cancelled when the run was cancelled
 */
export async function evaluateApplication(
  session: Session,
  component: string,
  { envs, policies }: Pick<Bundle['app'], 'envs' | 'policies'>,
  given: Omit<Inputs, 'envs' | 'policies'>,
  purpose: Purpose,
): Promise<Inputs> {
  const { params, connections, secrets } = given;
  const input = { params, connections, dependencies: connections, secrets };
  const signal = session.request.cancellation.gently;
  const evaluate = async (what: string, expression: string): Promise<Json | undefined> => {
    try {
      const value = await evaluateJq(`${what} of ${component}`, expression, input, signal);
      if (value === null && purpose === 'deploy')
        session.notice('warning', `${what} is null, so it is left out. It is \`${expression.trim()}\`.`, component);
      return value ?? undefined;
    } catch (error) {
      if (purpose === 'deploy' || error instanceof Cancelled) throw error;
      return undefined;
    }
  };

  // Every secret is a variable of the application too, under its own name, unless an expression says otherwise.
  const variables = new Map(Object.entries(secrets).map(([name, value]) => [name, asText(value)]));
  for (const [name, expression] of envs) {
    const value = await evaluate(`app.envs.${name}`, expression);
    if (value === undefined) continue;
    variables.set(name, asText(value));
    if (await holdsSecret(session, expression, input, value)) session.redactor.add(asText(value));
  }

  const selected = new Map<string, Json>();
  for (const expression of policies) {
    const value = await evaluate('A policy', expression);
    if (value !== undefined) selected.set(expression, value);
  }
  return { ...given, envs: Object.fromEntries(variables), policies: Object.fromEntries(selected) };
}

/**
 * Whether a value is made of something secret: with all that is secret masked it is another, or none.
 * Secrets that are there word for word are hidden already; this is for those that were transformed.
 */
async function holdsSecret(session: Session, expression: string, input: JsonObject, value: Json): Promise<boolean> {
  const text = asText(value);
  if (text.length < shortestHidden || session.redactor.text(text) !== text) return false;
  const masked = session.redactor.value(input);
  if (JSON.stringify(masked) === JSON.stringify(input)) return false;
  try {
    const other = await evaluateJq('', expression, masked, session.request.cancellation.gently);
    return other === undefined || asText(other) !== text;
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return true;
  }
}

function asText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
