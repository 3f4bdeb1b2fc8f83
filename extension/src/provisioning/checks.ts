import { evaluate } from '@marcbachmann/cel-js';
import type { Check } from '@patchbay/language-server/model/bundle/bundle';
import type { Json, JsonObject } from '@patchbay/language-server/model/schema/json-schema';
import { messageOf } from './failure.ts';

/** What a check may speak of. */
export interface CheckSubject {
  readonly action: 'deploy' | 'destroy';
  readonly environment: string;
  readonly params: JsonObject;
  readonly connections: JsonObject;
  /** `add`, `change`, `destroy`, `changes: [{action, address}]`, and each step's own plan in `steps`. */
  readonly plan: JsonObject;
}

/** A check that does not hold, or that could not be answered. */
export interface CheckResult {
  readonly name: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/**
 * Evaluates a bundle's checks, in CEL. The gate is closed by default: a check of severity `error`
 * that does not evaluate, or gives anything but `true`, refuses.
 *
 * When something is destroyed, only the checks that speak of the plan are asked: whether params are
 * good does not matter any more.
 *
 * @returns the checks that do not hold
 */
export function runChecks(checks: readonly Check[], subject: CheckSubject): readonly CheckResult[] {
  const context = Object.fromEntries(Object.entries(subject).map(([name, value]) => [name, toCel(value as Json)]));
  return checks
    .filter((check) => subject.action !== 'destroy' || /\bplan\b/.test(check.expression))
    .flatMap((check): CheckResult[] => {
      const { name, severity, message } = check;
      try {
        const answer: unknown = evaluate(check.expression, context);
        if (answer === true) return [];
        if (answer === false) return [{ name, severity, message }];
        return [
          { name, severity, message: `The check gave ${typeof answer} instead of true or false: ${check.expression}` },
        ];
      } catch (error) {
        return [{ name, severity, message: `The check could not be evaluated: ${messageOf(error)}` }];
      }
    });
}

/** The checks that can be asked before anything is planned or deployed: they speak of params and environment alone. */
export function checksOfParams(checks: readonly Check[]): readonly Check[] {
  return checks.filter(({ expression }) => !/\b(?:plan|connections)\b/.test(expression));
}

/** Whole numbers become CEL's int, so that `params.replicas % 2 == 1` is legal. */
function toCel(value: Json): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, toCel(item as Json)]));
}
