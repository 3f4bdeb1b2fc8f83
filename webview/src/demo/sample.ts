import type {
  Graph,
  GraphEdge,
  GraphNode,
  GraphPort,
  PaletteEntry,
  RunState,
} from '@patchbay/language-server/protocol';

type Ports = Readonly<Record<string, string>>;

function entry(
  name: string,
  version: string,
  description: string,
  needs: Ports,
  gives: Ports,
  origin: PaletteEntry['origin'] = 'built-in',
): PaletteEntry {
  return {
    name,
    version,
    reference: `${name}@~${version.split('.')[0]}`,
    description,
    origin,
    // A trailing question mark makes a dependency optional.
    dependencies: Object.entries(needs).map(([slot, type]) => ({
      name: slot,
      type: type.replace('?', ''),
      required: !type.endsWith('?'),
    })),
    resources: Object.entries(gives).map(([resource, type]) => ({ name: resource, type })),
  };
}

export const samplePalette: readonly PaletteEntry[] = [
  entry('aws-vpc', '1.4.2', 'Private network with public and private subnets', {}, { vpc: 'aws-vpc' }),
  entry(
    'aws-rds-postgres',
    '1.9.0',
    'Managed PostgreSQL with backups',
    { vpc: 'aws-vpc' },
    { authentication: 'postgresql-authentication' },
  ),
  entry(
    'aws-elasticache-redis',
    '2.0.1',
    'Managed Redis',
    { vpc: 'aws-vpc' },
    { authentication: 'redis-authentication' },
  ),
  entry('aws-eks-cluster', '1.2.0', 'Kubernetes cluster', { vpc: 'aws-vpc' }, { cluster: 'kubernetes-cluster' }),
  entry('aws-s3-bucket', '1.1.0', 'Object storage', {}, { bucket: 'aws-s3-bucket' }),
  entry('aws-sqs-queue', '1.0.3', 'Message queue with a dead-letter queue', {}, { queue: 'aws-sqs-queue' }),
  entry(
    'local-postgres',
    '0.3.0',
    'A PostgreSQL server on this machine',
    {},
    { authentication: 'postgresql-authentication' },
  ),
  entry(
    'local-web-app',
    '0.3.0',
    'A web application on this machine',
    { database: 'postgresql-authentication?', bucket: 'aws-s3-bucket?' },
    { endpoint: 'http-endpoint' },
  ),
  entry(
    'k8s-app',
    '2.3.1',
    'A container with ingress, environment and secrets',
    {
      cluster: 'kubernetes-cluster',
      database: 'postgresql-authentication',
      cache: 'redis-authentication?',
      bucket: 'aws-s3-bucket?',
      zone: 'aws-route53-zone?',
    },
    { endpoint: 'http-endpoint' },
    'workspace',
  ),
  entry(
    'k8s-worker',
    '1.0.0',
    'A container that works through a queue',
    { cluster: 'kubernetes-cluster', queue: 'aws-sqs-queue', database: 'postgresql-authentication?' },
    {},
    'workspace',
  ),
];

/** A component of a palette entry, with nothing connected. */
export function componentOf(bundle: PaletteEntry, id: string, title: string = id): GraphNode {
  return {
    id,
    kind: 'component',
    title,
    bundle: { reference: bundle.reference, version: bundle.version, description: bundle.description, found: true },
    dependencies: bundle.dependencies.map((slot): GraphPort => ({
      ...slot,
      filled: slot.required ? 'missing' : 'open',
    })),
    resources: bundle.resources.map((resource): GraphPort => ({ ...resource, required: false, filled: 'open' })),
    problems: [],
  };
}

function placed(bundle: string, id: string, title?: string): GraphNode {
  const found = samplePalette.find((candidate) => candidate.name === bundle);
  if (!found) throw new Error(`The sample palette has no ${bundle}.`);
  return componentOf(found, id, title);
}

function wire(from: string, to: string, type: string): GraphEdge {
  const [fromNode = '', fromPort = ''] = from.split('.');
  const [toNode = '', toPort = ''] = to.split('.');
  return { id: to, from: { node: fromNode, port: fromPort }, to: { node: toNode, port: toPort }, type };
}

const environments = [
  { name: 'staging', protected: false },
  { name: 'production', protected: true },
];

export function sampleGraph(): Graph {
  return {
    project: 'shop',
    environments,
    nodes: [
      placed('aws-vpc', 'network'),
      placed('aws-rds-postgres', 'database', 'Orders database'),
      placed('aws-elasticache-redis', 'cache'),
      placed('aws-eks-cluster', 'cluster'),
      placed('aws-s3-bucket', 'uploads'),
      placed('k8s-app', 'api', 'Shop API'),
      placed('k8s-app', 'storefront'),
      placed('k8s-worker', 'mailer'),
      {
        id: 'company-dns',
        kind: 'imported',
        title: 'company-dns',
        type: 'aws-route53-zone',
        dependencies: [],
        resources: [{ name: 'zone', type: 'aws-route53-zone', required: false, filled: 'open' }],
        problems: [],
      },
    ],
    edges: [
      wire('network.vpc', 'database.vpc', 'aws-vpc'),
      wire('network.vpc', 'cache.vpc', 'aws-vpc'),
      wire('network.vpc', 'cluster.vpc', 'aws-vpc'),
      wire('cluster.cluster', 'api.cluster', 'kubernetes-cluster'),
      wire('cluster.cluster', 'storefront.cluster', 'kubernetes-cluster'),
      wire('cluster.cluster', 'mailer.cluster', 'kubernetes-cluster'),
      wire('database.authentication', 'api.database', 'postgresql-authentication'),
      wire('cache.authentication', 'api.cache', 'redis-authentication'),
      wire('uploads.bucket', 'api.bucket', 'aws-s3-bucket'),
      wire('database.authentication', 'storefront.database', 'postgresql-authentication'),
      wire('company-dns.zone', 'storefront.zone', 'aws-route53-zone'),
    ],
  };
}

/** A graph of `count` components: networks, each with databases and applications on them. */
export function largeGraph(count: number): Graph {
  const nodes: GraphNode[] = [];
  const edges: GraphEdge[] = [];
  const names = [
    'aws-vpc',
    'aws-eks-cluster',
    'aws-rds-postgres',
    'k8s-app',
    'k8s-app',
    'k8s-app',
    'k8s-worker',
    'k8s-app',
  ];
  for (let index = 0; index < count; index++) {
    const group = Math.floor(index / names.length);
    const id = `c${index}`;
    const bundle = names[index % names.length] ?? 'aws-vpc';
    nodes.push(placed(bundle, id));
    const first = group * names.length;
    if (bundle === 'aws-eks-cluster' || bundle === 'aws-rds-postgres')
      edges.push(wire(`c${first}.vpc`, `${id}.vpc`, 'aws-vpc'));
    if (!bundle.startsWith('k8s')) continue;
    edges.push(wire(`c${first + 1}.cluster`, `${id}.cluster`, 'kubernetes-cluster'));
    edges.push(wire(`c${first + 2}.authentication`, `${id}.database`, 'postgresql-authentication'));
  }
  return { project: 'large', environments, nodes, edges };
}

export function sampleRun(): RunState {
  return {
    environment: 'staging',
    running: false,
    action: 'deploy',
    instances: [
      { component: 'network', status: 'deployed', summary: '23 resources' },
      { component: 'database', status: 'deployed', summary: '4 resources' },
      { component: 'cache', status: 'failed', summary: 'The subnet group “shop” exists already.' },
      { component: 'cluster', status: 'planned', summary: '2 to add, 1 to change' },
      { component: 'uploads', status: 'drifted', summary: 'The bucket’s tags were changed.' },
      { component: 'api', status: 'deployed', links: ['http://localhost:4000'] },
    ],
  };
}
