import { complete } from './features/completion.ts';
import { hover } from './features/hover.ts';
import { editManifest, parseManifest } from './model/manifest/parse.ts';

/** Everything the server can say about manifests, without a connection, files or an editor. */
export type LanguageService = ReturnType<typeof createLanguageService>;

/**
 * Wires the features by hand. The service keeps nothing: the caller keeps snapshots of manifests
 * and of the registry, and passes them to each feature.
 */
export function createLanguageService() {
  return Object.freeze({
    parse: parseManifest,
    edit: editManifest,
    complete,
    hover,
  });
}
