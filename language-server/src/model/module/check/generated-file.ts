/** The name of a file that `mass bundle build` writes, and writes again for each version. */
export function generatedFile(uri: string): string | undefined {
  return /[^/]+$/.exec(uri)?.[0].match(/^_(?:massdriver|params|connections|md)_variables\.tf(?:\.json)?$/)?.[0];
}
