import type { Deployments } from '../deployment/deployments.ts';
import type { ComponentSource, ConnectionTarget, Manifest } from '../manifest/manifest.ts';
import type { Output, TypeReference } from '../bundle/bundle.ts';
import type { Registry } from '../registry/registry.ts';
import type { Report } from './collect.ts';
import type { Variant } from './variants.ts';

/** What the check of one variant of a component may look at. */
export interface CheckContext {
  readonly component: ComponentSource;
  readonly variant: Variant;
  readonly registry: Registry;
  readonly surroundings: Surroundings;
  readonly report: Report;
}

/** One rule; tells `report` what it finds in one variant. */
export type Check = (context: CheckContext) => void;

/** What a connection leads to, as one environment sees it. */
export type TargetLookup =
  | {
      readonly kind: 'component';
      readonly bundle: string | undefined;
      readonly outputs: ReadonlyMap<string, Output> | undefined;
    }
  | { readonly kind: 'imported'; readonly type: TypeReference | undefined }
  | { readonly kind: 'unknown' };

/** The rest of the manifest, as the check of one component sees it. */
export interface Surroundings {
  /** The newest snapshot. */
  manifest(): Manifest;
  /** What is deployed. */
  readonly deployments: Deployments;
  /** The node of that name, as an environment sees it. */
  lookUp(name: string, environment: string | undefined): TargetLookup;
  /** Components and imported resources with a name like this one, best first. */
  near(name: string): readonly string[];
  /** Targets whose type fits, as they are written in `connections`; a few, in file order. */
  fitting(slot: TypeReference, except: string): readonly string[];
  /** What fills open slots of a type in an environment. */
  defaultFor(type: string, environment: string): ConnectionTarget | undefined;
}
