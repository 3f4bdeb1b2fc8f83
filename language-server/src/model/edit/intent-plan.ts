import type { Element } from '../../protocol.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { Registry } from '../registry/registry.ts';
import type { ManifestOutline } from './manifest-outline.ts';
import type { Change } from './source-text.ts';

/** What every intent is planned on. */
export interface PlanContext {
  readonly manifest: Manifest;
  readonly registry: Registry;
  readonly outline: ManifestOutline;
}

/** Changes of the text, or why there are none. */
export type IntentPlan =
  | {
      readonly changes: readonly Change[];
      readonly select?: Element;
      /** Every change puts one word in the place of another: a text that parses goes on parsing. */
      readonly keepsShape?: boolean;
    }
  /** For a person: what stands in the way and what to do about it. */
  | { readonly refused: string };

/** The orders in which a person writes the keys of a manifest's maps. */
export const keyOrder = {
  top: ['project', 'components', 'resources', 'environments'],
  component: ['title', 'bundle', 'connections', 'params', 'secrets'],
  environment: ['protected', 'defaults', 'components'],
} as const;
