import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TextDocumentContentChangeEvent, TextDocumentItem } from 'vscode-languageserver';
import type { BundleDocument } from '../features/bundle/document.ts';
import { looksLikeResourceType } from '../features/file-problems.ts';
import type { LanguageService } from '../language-service.ts';
import type { Deployments } from '../model/deployment/deployments.ts';
import type { Manifest } from '../model/manifest/manifest.ts';
import type { Registry } from '../model/registry/registry.ts';
import { documentKind, type DocumentKind } from './document-kind.ts';
import { ManifestSession } from './manifest-session.ts';

/** A file that is open in the editor. */
export type OpenDocument =
  | { readonly kind: 'manifest'; readonly uri: string; readonly session: ManifestSession }
  | { readonly kind: Exclude<DocumentKind, 'manifest'>; readonly uri: string; readonly document: TextDocument };

/** The open files, with their newest text. */
export class Documents {
  readonly #service: LanguageService;
  readonly #deployments: (uri: string) => Deployments;
  readonly #open = new Map<string, OpenDocument>();
  /** The last file that the features of bundles were asked about: they come in bursts on one text. */
  #bundle:
    | {
        readonly of: TextDocument;
        readonly version: number;
        readonly registry: Registry;
        readonly document: BundleDocument | undefined;
      }
    | undefined;

  constructor(service: LanguageService, deployments: (uri: string) => Deployments) {
    this.#service = service;
    this.#deployments = deployments;
  }

  open({ uri, languageId, version, text }: TextDocumentItem): OpenDocument {
    const kind = documentKind(uri, languageId);
    const document: OpenDocument =
      kind === 'manifest'
        ? { kind, uri, session: new ManifestSession(this.#service.parse(uri, version, text), this.#deployments) }
        : { kind, uri, document: TextDocument.create(uri, languageId, version, text) };
    this.#open.set(uri, document);
    return document;
  }

  /** Applies changes in the order in which they were made. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): OpenDocument | undefined {
    const open = this.#open.get(uri);
    if (!open) return undefined;
    if (open.kind !== 'manifest') {
      TextDocument.update(open.document, [...changes], version);
      return open;
    }
    let manifest = open.session.manifest;
    for (const change of changes) {
      manifest =
        'range' in change
          ? this.#service.edit(manifest, version, [change])
          : this.#service.parse(uri, version, change.text);
    }
    open.session.replace(manifest);
    return open;
  }

  close(uri: string): OpenDocument | undefined {
    const open = this.#open.get(uri);
    this.#open.delete(uri);
    return open;
  }

  get(uri: string): OpenDocument | undefined {
    return this.#open.get(uri);
  }

  manifest(uri: string): ManifestSession | undefined {
    const open = this.#open.get(uri);
    return open?.kind === 'manifest' ? open.session : undefined;
  }

  /** An open file as the features of bundles see it; undefined when it is neither a bundle nor a resource type. */
  bundle(uri: string, registry: Registry): BundleDocument | undefined {
    const open = this.#open.get(uri);
    if (open === undefined || open.kind === 'manifest') return undefined;
    const of = open.document;
    const known = this.#bundle;
    if (known?.of === of && known.version === of.version && known.registry === registry) return known.document;
    const document = this.#service.bundle.open(open.kind, uri, of.getText(), registry);
    this.#bundle = { of, version: of.version, registry, document };
    return document;
  }

  *sessions(): Iterable<ManifestSession> {
    for (const open of this.#open.values()) if (open.kind === 'manifest') yield open.session;
  }

  *manifests(): Iterable<Manifest> {
    for (const { manifest } of this.sessions()) yield manifest;
  }

  /** The text of any open file. */
  text(uri: string): string | undefined {
    const open = this.#open.get(uri);
    return open?.kind === 'manifest' ? open.session.manifest.text() : open?.document.getText();
  }

  /** The same for files of ours alone: a YAML file may be anybody's. */
  ownText(uri: string): string | undefined {
    const text = this.text(uri);
    const kind = this.#open.get(uri)?.kind;
    if (text === undefined || kind === 'other') return undefined;
    return kind === 'resource-type' && !looksLikeResourceType(uri, text) ? undefined : text;
  }

  all(): Iterable<OpenDocument> {
    return this.#open.values();
  }
}
