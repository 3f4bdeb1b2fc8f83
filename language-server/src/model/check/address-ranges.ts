import type { Json, JsonPath } from '../schema/json-schema.ts';
import type { CheckContext } from './context.ts';

/**
 * Address ranges of private networks that belong to somebody on the internet: hosts there could
 * not be reached from inside. Only for bundles that put out a network, only IPv4, and only a note:
 * a person may own the range.
 */
export function checkAddressRanges({ component, variant, report }: CheckContext): void {
  const { bundle, override } = variant;
  if (!bundle) return;
  const isNetwork = [...bundle.resources.values()].some(({ type }) =>
    /(^|-)(vpc|vnet|network|subnetwork)$/.test(type.name),
  );
  if (!isNetwork) return;
  for (const source of override ? [component, override] : [component]) {
    if (!source.params) continue;
    for (const { path, text } of ranges(source.params.value, [], false)) {
      const span = isPublic(text) ? source.params.locate(path) : undefined;
      if (!span) continue;
      report({
        slice: source.slice,
        span,
        severity: 'information',
        code: 'public-address-range',
        message: `\`${text}\` is a public address range: hosts on the internet that have these addresses cannot be reached from this network. Private ranges are 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 and 100.64.0.0/10.`,
      });
    }
  }
}

/** Texts under keys that speak of a network's addresses. */
function* ranges(value: Json, path: JsonPath, named: boolean): Generator<{ path: JsonPath; text: string }> {
  if (typeof value === 'string') {
    if (named) yield { path, text: value };
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const speaks = named || (typeof key === 'string' && /cidr|address_space|addressSpace/i.test(key));
    // Firewalls, allow lists and routes name public ranges on purpose.
    if (typeof key === 'string' && /allow|ingress|egress|route|firewall|authorized|trusted|peer|public/i.test(key))
      continue;
    yield* ranges(child as Json, [...path, key], speaks);
  }
}

function isPublic(text: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (!match) return false;
  const [first, second, third, fourth, prefix] = match.slice(1).map(Number) as [number, number, number, number, number];
  if ([first, second, third, fourth].some((octet) => octet > 255) || prefix > 32) return false;
  const address = ((first << 24) | (second << 16) | (third << 8) | fourth) >>> 0;
  return !privateRanges.some((range) => prefix >= range.prefix && address >>> (32 - range.prefix) === range.bits);
}

/** RFC 1918, RFC 6598, and link-local. */
const privateRanges = [
  { prefix: 8, bits: 10 },
  { prefix: 12, bits: (172 << 4) | 1 },
  { prefix: 16, bits: (192 << 8) | 168 },
  { prefix: 10, bits: (100 << 2) | 1 },
  { prefix: 16, bits: (169 << 8) | 254 },
];
