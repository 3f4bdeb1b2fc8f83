import type { Position } from 'vscode-languageserver-types';
import type { CancellationToken, Connection } from 'vscode-languageserver/node';
import type { LanguageService } from '../language-service.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Registry } from '../model/registry/registry.ts';
import type { Documents } from './documents.ts';
import type { RegistryStore } from './registry-store.ts';

export interface FeatureNeeds {
  readonly service: LanguageService;
  readonly documents: Documents;
  readonly registries: RegistryStore;
}

interface AtPosition {
  readonly textDocument: { readonly uri: string };
  readonly position: Position;
}

/** Connects each request of the Language Server Protocol to its feature. */
export function serveFeatures(connection: Connection, { service, documents, registries }: FeatureNeeds): void {
  /** Waits for the registry, then answers for the newest text; null when cancelled or not a manifest. */
  const onManifest = async <T>(
    uri: string,
    token: CancellationToken,
    answer: (manifest: Manifest, registry: Registry) => T,
  ): Promise<T | null> => {
    const registry = registries.current ?? (await registries.ready());
    if (token.isCancellationRequested) return null;
    const session = documents.manifest(uri);
    return session ? answer(session.manifest, registry) : null;
  };
  const at =
    <T>(answer: (manifest: Manifest, registry: Registry, position: Position) => T) =>
    ({ textDocument, position }: AtPosition, token: CancellationToken) =>
      onManifest(textDocument.uri, token, (manifest, registry) => answer(manifest, registry, position));

  connection.onCompletion(({ textDocument, position, context }, token) =>
    onManifest(textDocument.uri, token, (manifest, registry) =>
      service.complete(manifest, registry, position, context?.triggerCharacter),
    ),
  );
  connection.onHover(at((manifest, registry, position) => service.hover(manifest, registry, position) ?? null));
}
