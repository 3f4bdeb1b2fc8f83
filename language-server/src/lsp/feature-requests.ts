import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  CodeActionKind,
  type CodeAction,
  type DocumentSymbol,
  type Hover,
  type Position,
  type SymbolInformation,
  type WorkspaceEdit,
} from 'vscode-languageserver-types';
import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type Connection,
} from 'vscode-languageserver/node';
import type { KnownFiles } from '../features/across-files/mentions.ts';
import type { BundleDocument } from '../features/bundle/document.ts';
import type { RenamedEverywhere } from '../features/bundle/rename.ts';
import type { FixedAction } from '../features/code-actions.ts';
import { fixAllKind, isWanted } from '../features/code-actions/kinds.ts';
import { withoutSnippets } from '../features/completion/plain-text.ts';
import type { Renamed } from '../features/rename.ts';
import { withoutMarkdown, withPlainDocumentation } from '../features/plain-markup.ts';
import { layoutUri, renameInLayout } from '../features/rename-layout.ts';
import type { LanguageService } from '../language-service.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Registry } from '../model/registry/registry.ts';
import { readLayout } from '../node/layout-file.ts';
import { flatSymbols } from '../features/symbols.ts';
import type { ClientAbilities } from './client-abilities.ts';
import { toDiagnostic } from './diagnostics.ts';
import type { Documents } from './documents.ts';
import type { ManifestSession } from './manifest-session.ts';
import type { ModuleStore } from './module-store.ts';
import type { RegistryStore } from './registry-store.ts';
import { inTurns } from './turns.ts';

export interface FeatureNeeds {
  readonly service: LanguageService;
  readonly documents: Documents;
  readonly registries: RegistryStore;
  readonly modules: ModuleStore;
  readonly client: ClientAbilities;
}

interface InDocument {
  readonly textDocument: { readonly uri: string };
}
interface AtPosition extends InDocument {
  readonly position: Position;
}

/** Connects each request of the Language Server Protocol to its feature. */
export function serveFeatures(
  connection: Connection,
  { service, documents, registries, modules, client }: FeatureNeeds,
): void {
  const { bundle } = service;
  const modulesOf = ({ bundle: read }: BundleDocument) => (read === undefined ? [] : modules.modules(read));
  const filesOf = (registry: Registry): KnownFiles => ({
    registry,
    manifests: documents.manifests(),
    text: (uri) => documents.text(uri),
  });
  /** Waits for the registry, then answers for the newest text; null when it is no file of ours. */
  const answer = async <T>(
    { textDocument }: InDocument,
    token: CancellationToken,
    work: (manifest: Manifest, registry: Registry, session: ManifestSession) => T | Promise<T>,
    inBundle?: (document: BundleDocument) => T | Promise<T>,
  ): Promise<T | null> => {
    const registry = registries.current ?? (await registries.ready());
    stopIfCancelled(token);
    const session = documents.manifest(textDocument.uri);
    if (!session && inBundle) {
      const document = documents.bundle(textDocument.uri, registry);
      return document ? inBundle(document) : null;
    }
    if (!session) return null;
    await session.read(turnOf(token));
    return work(session.manifest, registry, session);
  };
  /** Waits for edits of a text; they are worth nothing when it has changed meanwhile. */
  const editing = async <T>({ textDocument }: InDocument, edits: Promise<T>): Promise<T> => {
    const before = documents.text(textDocument.uri);
    const made = await edits;
    if (documents.text(textDocument.uri) === before) return made;
    throw new ResponseError(LSPErrorCodes.ContentModified, 'The text has changed meanwhile.');
  };
  /** An answer for features that need no registry and no place. */
  const whole =
    <T>(work: (manifest: Manifest, registry: Registry) => T, inBundle?: (document: BundleDocument) => T) =>
    (request: InDocument, token: CancellationToken): Promise<T | null> =>
      answer(request, token, work, inBundle);
  const at =
    <T>(
      work: (manifest: Manifest, registry: Registry, position: Position) => T,
      inBundle?: (document: BundleDocument, position: Position) => T,
    ) =>
    (request: AtPosition, token: CancellationToken): Promise<T | null> =>
      answer(
        request,
        token,
        (manifest, registry) => work(manifest, registry, request.position),
        inBundle && ((document) => inBundle(document, request.position)),
      );

  connection.onCompletion(async (request, token) => {
    const list = await answer(
      request,
      token,
      (manifest, registry, session) =>
        service.complete(manifest, registry, request.position, request.context?.triggerCharacter, session.deployments),
      (document) => bundle.complete(document, request.position, request.context?.triggerCharacter),
    );
    if (!list) return list;
    const typed = client.snippets ? list : withoutSnippets(list);
    return client.markdownInCompletions ? typed : withPlainDocumentation(typed);
  });
  const shown = (hover: Hover | undefined): Hover | null =>
    hover && !client.markdownInHovers ? withoutMarkdown(hover) : (hover ?? null);
  connection.onHover(
    at(
      (manifest, registry, position) => shown(service.hover(manifest, registry, position)),
      (document, position) => shown(bundle.hover(document, position, modulesOf(document))),
    ),
  );
  connection.onDefinition(
    at(service.definition, (document, position) => bundle.definition(document, position, modulesOf(document))),
  );
  connection.onReferences((request, token) =>
    answer(
      request,
      token,
      (manifest, registry) =>
        inTurns(
          service.references(manifest, request.position, request.context.includeDeclaration, filesOf(registry)),
          turnOf(token),
        ),
      (document) =>
        inTurns(
          bundle.references(
            document,
            request.position,
            request.context.includeDeclaration,
            filesOf(document.registry),
            modulesOf(document),
          ),
          turnOf(token),
        ),
    ),
  );
  connection.onDocumentHighlight(
    at((manifest, _, position) => service.highlights(manifest, position), bundle.highlights),
  );
  connection.onPrepareRename(
    at(
      (manifest, _, position) => service.prepareRename(manifest, position) ?? null,
      (document, position) => bundle.prepareRename(document, position) ?? null,
    ),
  );
  connection.onRenameRequest((request, token) =>
    editing(
      request,
      answer(
        request,
        token,
        async (manifest, registry) => {
          const type = service.resourceTypeAt(manifest, request.position);
          const everywhere = type && service.renameResourceType(filesOf(registry), type.name, request.newName);
          if (everywhere) return workspaceEdit(await inTurns(everywhere, turnOf(token)));
          const renamed = service.rename(manifest, registry, request.position, request.newName);
          return withLayout(manifest.uri, request.newName, renamed, documents);
        },
        async (document) => {
          const files = filesOf(document.registry);
          const renamed = bundle.rename(document, request.position, request.newName, files, modulesOf(document));
          return workspaceEdit(await inTurns(renamed, turnOf(token)));
        },
      ),
    ),
  );
  connection.languages.onLinkedEditingRange(
    at(
      (manifest, _, position) => service.linkedEditingRanges(manifest, position) ?? null,
      (document, position) => bundle.linkedEditingRanges(document, position) ?? null,
    ),
  );
  connection.onDocumentSymbol(async (request, token): Promise<DocumentSymbol[] | SymbolInformation[] | null> => {
    const symbols = await whole(service.documentSymbols, bundle.symbols)(request, token);
    return !symbols || client.nestedSymbols ? symbols : flatSymbols(request.textDocument.uri, symbols);
  });
  connection.onWorkspaceSymbol(async ({ query }, token) => {
    const sessions = [...documents.sessions()];
    for (const session of sessions) await session.read(turnOf(token));
    const registry = registries.current ?? (await registries.ready());
    const isOpen = (uri: string): boolean => documents.manifest(uri) !== undefined;
    const closed = await inTurns(service.closedManifests(registry, isOpen), turnOf(token));
    return service.workspaceSymbols([...sessions.map(({ manifest }) => manifest), ...closed], query);
  });
  connection.onFoldingRanges(({ textDocument }) => {
    const text = documents.ownText(textDocument.uri);
    return text === undefined ? null : service.foldingRanges(text);
  });
  connection.onSelectionRanges((request, token) =>
    answer(request, token, (manifest) => service.selectionRanges(manifest, request.positions)),
  );
  connection.onDocumentLinks(whole(service.documentLinks, bundle.links));
  connection.onCodeLens((request, token) =>
    answer(request, token, (manifest, _, session) => service.codeLenses(manifest, session.deployments)),
  );
  connection.languages.inlayHint.on((request, token) =>
    answer(request, token, (manifest, registry) => service.inlayHints(manifest, registry, request.range)),
  );
  connection.languages.semanticTokens.on(
    async (request, token) =>
      (await answer(request, token, service.semanticTokens, bundle.semanticTokens)) ?? { data: [] },
  );
  connection.onDocumentFormatting(async ({ textDocument }, token) => {
    const text = documents.ownText(textDocument.uri);
    // JSON is YAML, and whoever writes JSON has a formatter for it.
    if (text === undefined || textDocument.uri.endsWith('.json')) return null;
    return editing({ textDocument }, inTurns(service.formatInSteps(text), turnOf(token)));
  });
  connection.onCodeAction((request, token) => {
    const { range, context } = request;
    const chosen = (actions: () => readonly FixedAction[], all: () => FixedAction | undefined): CodeAction[] => [
      ...(isOnlyFixAll(context.only) ? [] : actions())
        .filter(({ kind }) => isWanted(kind ?? '', context.only))
        .map(({ problem, ...action }) => (problem ? { ...action, diagnostics: [toDiagnostic(problem)] } : action)),
      // Worked out for the whole file: for those alone who ask for it.
      ...(context.only && isWanted(fixAllKind, context.only) ? [all()].filter((action) => action !== undefined) : []),
    ];
    return answer(
      request,
      token,
      async (_, registry, session) => {
        await session.settled(registry, turnOf(token));
        const { manifest } = session;
        return chosen(
          () => service.codeActions(manifest, registry, session.allProblems(registry), range),
          () => service.fixAll(manifest, registry, session.allProblems(registry)),
        );
      },
      (document) =>
        chosen(
          () => bundle.codeActions(document, range, modulesOf(document)),
          () => bundle.fixAll(document, modulesOf(document)),
        ),
    );
  });
}

/** As when a file is saved: nothing else is asked for. */
function isOnlyFixAll(only: readonly string[] | undefined): boolean {
  return only !== undefined && only.length > 0 && only.every((kind) => kind.startsWith(CodeActionKind.Source));
}

/** The pause of a long request: lets others run, and does not go on when nobody waits for it any more. */
function turnOf(token: CancellationToken): () => Promise<void> {
  return async () => {
    await nextTurn();
    stopIfCancelled(token);
  };
}

/** Ends a request that nobody waits for any more. */
function stopIfCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

/** The edit of a rename; what is refused ends the request with its reason. */
function workspaceEdit(renamed: RenamedEverywhere): WorkspaceEdit {
  if (renamed.kind === 'refused') throw new ResponseError(ErrorCodes.InvalidRequest, renamed.reason);
  return { changes: Object.fromEntries(renamed.changes) };
}

/** The same for a node of a manifest: the position where it is drawn goes with it. */
async function withLayout(
  uri: string,
  newName: string,
  renamed: Renamed,
  documents: Documents,
): Promise<WorkspaceEdit> {
  if (renamed.kind === 'refused') throw new ResponseError(ErrorCodes.InvalidRequest, renamed.reason);
  const { node, edits } = renamed;
  const layout = layoutUri(uri);
  const text = node === undefined ? undefined : (documents.text(layout) ?? (await readLayout(layout)));
  const moved = text === undefined || node === undefined ? [] : renameInLayout(text, node, newName);
  return { changes: { [uri]: edits, ...(moved.length > 0 && { [layout]: moved }) } };
}
