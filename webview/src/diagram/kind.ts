import type { GraphNode } from '@patchbay/language-server/protocol';

/** What a resource type is about: it gives a port its colour and a node its glyph. */
export const kinds = [
  'database',
  'cache',
  'network',
  'storage',
  'queue',
  'cluster',
  'dns',
  'secret',
  'identity',
  'app',
  'other',
] as const;
export type Kind = (typeof kinds)[number];

// The first that fits wins: what a name ends in, then technologies, then forms.
const words: readonly (readonly [Kind, RegExp])[] = [
  ['app', /(?:^|-)(?:app|application|service|worker|web|website|site|function|lambda|job|frontend|backend|api)(?:@|$)/],
  ['cache', /redis|memcache|valkey|cache/],
  [
    'database',
    /postgres|mysql|maria|sql|mongo|dynamo|cosmos|database|aurora|\brds\b|cassandra|elastic|opensearch|\bdb\b/,
  ],
  ['queue', /queue|sqs|sns|kafka|topic|event|pubsub|pub-sub|rabbit|nats|stream|kinesis|bus\b/],
  ['storage', /bucket|storage|\bs3\b|blob|volume|disk|\befs\b|file|registry|\becr\b/],
  ['cluster', /kubernetes|k8s|cluster|\beks\b|\baks\b|\bgke\b|\becs\b|nomad/],
  ['dns', /dns|zone|domain|certificate|route53/],
  ['secret', /secret|vault|key\b|kms|password|token/],
  ['identity', /iam|role|identity|service-account|authentication|credential|principal/],
  ['network', /network|vpc|vnet|subnet|gateway|load-balancer|\blb\b|security-group|firewall|virtual-net/],
  ['app', /app|service|web|function|lambda|job|worker|http|api|endpoint|site|run\b/],
];

/** The kind that a type's or bundle's name speaks of. */
export function kindOfName(name: string): Kind {
  const lower = name.toLowerCase();
  return words.find(([, pattern]) => pattern.test(lower))?.[0] ?? 'other';
}

/** The kind of a node: what its bundle is called, else what it hands out. */
export function kindOfNode(node: GraphNode): Kind {
  if (node.kind === 'imported') return kindOfName(node.type ?? node.id);
  const byBundle = kindOfName(node.bundle?.reference ?? node.id);
  if (byBundle !== 'other') return byBundle;
  return node.resources.map((port) => kindOfName(port.type)).find((kind) => kind !== 'other') ?? 'other';
}
