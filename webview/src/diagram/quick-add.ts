import type { GraphPort, PaletteEntry, PortReference } from '@patchbay/language-server/protocol';

export interface QuickChoice {
  readonly entry: PaletteEntry;
  /** The entry's port that the connection is for. */
  readonly port: string;
}

/** What could be added at the loose end of a connection that starts at `origin`, whose port is `port`. */
export function quickChoices(
  palette: readonly PaletteEntry[],
  origin: PortReference,
  port: GraphPort,
): readonly QuickChoice[] {
  const choices: QuickChoice[] = [];
  for (const entry of palette) {
    const ports = origin.side === 'resource' ? entry.dependencies : entry.resources;
    const fitting = ports.find((candidate) => candidate.type === port.type);
    if (fitting) choices.push({ entry, port: fitting.name });
  }
  return choices;
}
