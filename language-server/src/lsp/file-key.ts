/** The same text for the same file: editors and Node escape other characters of a path. */
export function fileKey(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
