/**
 * An address as a link that an editor may open: of the web alone, since what a bundle says must not
 * make a click open a file or run a command. `github.com/…` is one, too.
 */
export function webAddress(text: string): string | undefined {
  if (/^https?:\/\/\S+$/.test(text)) return text;
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\/\S*$/i.test(text) ? `https://${text}` : undefined;
}
