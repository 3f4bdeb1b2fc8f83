/** Where something stands in a program: offsets in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A name, and where it is written. */
export interface Name extends Span {
  readonly name: string;
}

/** What a jq program consists of. */
export type Expression = Span &
  (
    | { readonly kind: 'identity' }
    /** `..`, numbers, `break $label`, `$__loc__`: nothing that leads anywhere. */
    | { readonly kind: 'value' }
    | { readonly kind: 'field'; readonly of: Expression; readonly name: Name }
    /** `.[]`, `.[0]`, `.[1:2]`, `.[expression]`; the indexes see the input of the program, not of `of`. */
    | {
        readonly kind: 'index';
        readonly of: Expression;
        readonly by: 'every' | 'number' | 'slice' | 'expression';
        readonly indexes: readonly Expression[];
      }
    | { readonly kind: 'text'; readonly interpolations: readonly Expression[] }
    | { readonly kind: 'format'; readonly name: Name; readonly text?: Expression }
    | { readonly kind: 'variable'; readonly name: Name }
    | { readonly kind: 'call'; readonly name: Name; readonly arguments: readonly Expression[] }
    | { readonly kind: 'list'; readonly of?: Expression }
    | { readonly kind: 'object'; readonly entries: readonly ObjectEntry[] }
    | { readonly kind: 'negation'; readonly of: Expression }
    | { readonly kind: 'pipe'; readonly left: Expression; readonly right: Expression }
    | { readonly kind: 'operation'; readonly operator: string; readonly left: Expression; readonly right: Expression }
    | {
        readonly kind: 'binding';
        readonly source: Expression;
        readonly patterns: readonly Pattern[];
        readonly body: Expression;
      }
    | {
        readonly kind: 'fold';
        readonly source: Expression;
        readonly patterns: readonly Pattern[];
        readonly initial: Expression;
        readonly steps: readonly Expression[];
      }
    | {
        readonly kind: 'condition';
        readonly tests: readonly Expression[];
        readonly results: readonly Expression[];
        /** Without `else` the input passes. */
        readonly otherwise?: Expression;
      }
    | { readonly kind: 'try'; readonly of: Expression; readonly handler?: Expression }
    | { readonly kind: 'label'; readonly body: Expression }
    | { readonly kind: 'definition'; readonly function: FunctionDefinition; readonly body: Expression }
  );

export interface ObjectEntry {
  /** A fixed name, or an expression that gives it. */
  readonly key: Name | Expression;
  /** Absent in `{name}`, which is short for `{name: .name}`; `{$name}` has the variable here. */
  readonly value?: Expression;
}

export interface FunctionDefinition {
  readonly name: string;
  /** With `$` for those that bind a variable. */
  readonly parameters: readonly string[];
  readonly body: Expression;
}

/** The left side of `as`: `$name`, `[…]` or `{…}`. */
export type Pattern =
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'list'; readonly items: readonly Pattern[] }
  | {
      readonly kind: 'object';
      readonly entries: readonly {
        readonly key: Name | Expression;
        readonly variable?: string;
        readonly value?: Pattern;
      }[];
    };
