import { createManifestChecker } from '../model/check/checker.ts';
import { allProblems, type ManifestProblems } from '../model/check/problems.ts';
import { noDeployments, type Deployments } from '../model/deployment/deployments.ts';
import { createGraphBuilder } from '../model/graph/build.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Problem } from '../model/problem.ts';
import type { Registry } from '../model/registry/registry.ts';
import type { Graph } from '../protocol.ts';
import { deadline } from './turns.ts';

/** One open manifest: its newest snapshot, and what was worked out from it. */
export class ManifestSession {
  readonly #checker = createManifestChecker();
  readonly #graphs = createGraphBuilder();
  readonly #deployments: (uri: string) => Deployments;
  #manifest: Manifest;
  #checked:
    | {
        readonly manifest: Manifest;
        readonly registry: Registry;
        readonly deployments: Deployments;
        readonly problems: ManifestProblems;
      }
    | undefined;

  /** @param deployments what is deployed of a manifest, as far as it is known by now. */
  constructor(manifest: Manifest, deployments: (uri: string) => Deployments = () => noDeployments) {
    this.#manifest = manifest;
    this.#deployments = deployments;
  }

  get manifest(): Manifest {
    return this.#manifest;
  }

  get deployments(): Deployments {
    return this.#deployments(this.#manifest.uri);
  }

  replace(manifest: Manifest): void {
    this.#manifest = manifest;
  }

  /**
   * Reads a large manifest in turns, so that requests about other files do not wait for it. What
   * has been read once costs nothing.
   *
   * @param pause lets others run.
   */
  async read(pause: () => Promise<void>): Promise<void> {
    while (!this.#manifest.prepare(deadline())) await pause();
  }

  /**
   * Reads and checks a large manifest in turns.
   *
   * @param isWanted false when there is no use in going on, such as for a file that was closed.
   * @returns false when it did not go on, and when a newer text came meanwhile: whoever brought it goes on.
   */
  async settle(registry: Registry, pause: () => Promise<void>, isWanted: () => boolean = () => true): Promise<boolean> {
    const manifest = this.#manifest;
    const isLong =
      !manifest.prepare(deadline()) || !this.#checker.prepare(manifest, registry, deadline(), this.deployments);
    if (!isLong) return true;
    await pause();
    while (isWanted() && !this.#manifest.prepare(deadline())) await pause();
    while (isWanted() && this.#manifest === manifest) {
      await pause();
      if (this.#checker.prepare(manifest, registry, deadline(), this.deployments)) break;
    }
    // What is left, such as looking for loops, is a turn of its own.
    await pause();
    return isWanted() && this.#manifest === manifest;
  }

  /** The same for whatever text is the newest in the end. */
  async settled(registry: Registry, pause: () => Promise<void>): Promise<void> {
    while (!(await this.settle(registry, pause)));
  }

  /** What is wrong with the newest snapshot. */
  problems(registry: Registry): ManifestProblems {
    const known = this.#checked;
    const { deployments } = this;
    const isKnown =
      known?.manifest === this.#manifest && known.registry === registry && known.deployments === deployments;
    if (isKnown) return known.problems;
    const problems = this.#checker.check(this.#manifest, registry, deployments);
    this.#checked = { manifest: this.#manifest, registry, deployments, problems };
    return problems;
  }

  /** The same, syntax and shape included, with ranges in the document. */
  allProblems(registry: Registry): Problem[] {
    return allProblems(this.#manifest, this.problems(registry));
  }

  graph(registry: Registry): Graph {
    return this.#graphs.build(this.#manifest, registry, this.problems(registry));
  }
}
