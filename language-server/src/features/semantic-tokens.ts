import type { Position, SemanticTokens, SemanticTokensLegend } from 'vscode-languageserver-types';
import type { ComponentSettings, Manifest } from '../model/manifest/manifest.ts';
import type { Slice, Span } from '../model/yaml/slice.ts';

const types = ['class', 'interface', 'namespace', 'variable', 'property', 'type'] as const;
/** What a name can be. */
export type TokenType = (typeof types)[number];

/** What the numbers in the tokens mean. */
export const semanticTokensLegend: SemanticTokensLegend = { tokenTypes: [...types], tokenModifiers: ['declaration'] };

/** A name on one line. */
export interface Token {
  readonly start: Position;
  readonly length: number;
  readonly type: TokenType;
  readonly declaration: boolean;
}

/** What names mean: YAML's own colours cannot tell a component from a param. */
export function semanticTokens(manifest: Manifest): SemanticTokens {
  const tokens: Token[] = [];
  const add = (slice: Slice, span: Span | undefined, type: TokenType, declaration = false): void => {
    if (!span || span.end <= span.start) return;
    const { start, end } = manifest.range(slice, span);
    if (start.line === end.line) tokens.push({ start, length: end.character - start.character, type, declaration });
  };
  const addSettings = (settings: ComponentSettings): void => {
    add(settings.slice, settings.bundle?.span, 'type');
    for (const { slot, target } of settings.connections) {
      add(settings.slice, slot.span, 'property');
      add(settings.slice, target.span, 'variable');
    }
  };

  for (const component of manifest.components.values()) {
    add(component.slice, component.name.span, 'class', true);
    addSettings(component);
  }
  for (const { slice, name, type } of manifest.resources.values()) {
    add(slice, name.span, 'interface', true);
    add(slice, type?.span, 'type');
  }
  for (const environment of manifest.environments.values()) {
    add(environment.slice, environment.name.span, 'namespace', true);
    for (const { type, target } of environment.defaults) {
      add(environment.slice, type.span, 'type');
      add(environment.slice, target.span, 'variable');
    }
    for (const override of environment.components.values()) {
      add(override.slice, override.name.span, 'class');
      addSettings(override);
    }
  }
  return { data: encodeTokens(tokens) };
}

/** Five numbers a token, places relative to the token before, as the protocol wants them. */
export function encodeTokens(tokens: readonly Token[]): number[] {
  const sorted = tokens.toSorted((a, b) => a.start.line - b.start.line || a.start.character - b.start.character);
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const { start, length, type, declaration } of sorted) {
    const isSameLine = start.line === line;
    data.push(start.line - line, isSameLine ? start.character - character : start.character);
    data.push(length, types.indexOf(type), declaration ? 1 : 0);
    line = start.line;
    character = start.character;
  }
  return data;
}
