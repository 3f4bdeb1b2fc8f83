import type { Manifest } from '../model/manifest/manifest.ts';
import { isValidName } from '../model/manifest/reference.ts';

/** A name for a new component or imported resource: `aws-vpc` → `vpc`, or `vpc-2` when that is taken. */
export function freeName(manifest: Manifest, wanted: string): string {
  const short = wanted
    .toLowerCase()
    .replace(/^(aws|azure|gcp|local|k8s)-/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '')
    .slice(0, 36);
  const base = isValidName(short) ? short : 'component';
  const taken = (name: string): boolean => manifest.components.has(name) || manifest.resources.has(name);
  if (!taken(base)) return base;
  let number = 2;
  while (taken(`${base}-${number}`)) number++;
  return `${base}-${number}`;
}
