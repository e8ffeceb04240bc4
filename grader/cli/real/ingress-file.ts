/** A manifest of an Ingress controller that is asked for by its path: it has to be there before a cluster is made for it. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { readManifests } from '../../../src/kubernetes/yaml/read-manifests.ts'
import { Problem } from '../../terminal/problem.ts'

const NAMES: ReadonlySet<string> = new Set(['traefik', 'ingress-nginx', 'none'])

/** What kubectl reads of a folder. */
const isManifest = (name: string): boolean => /\.(?:ya?ml|json)$/u.test(name)

const filesAt = (path: string): readonly string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path)
        .filter(isManifest)
        .map((name) => join(path, name))
    : [path]

function hasObjects(path: string): boolean {
  try {
    return filesAt(path).some((file) => readManifests(readFileSync(file, 'utf8'), file).documents.length > 0)
  } catch (error) {
    throw new Problem(
      'kind-ingress-unreadable',
      { path, reason: error instanceof Error ? error.message : String(error) },
      error,
    )
  }
}

/** Names and addresses as they are; a path as an absolute one. Fails with `kind-ingress-unreadable` where no object is there. */
export function readIngress(given: string): string {
  if (NAMES.has(given) || /^https?:\/\//u.test(given)) return given
  const path = resolve(given)
  if (!hasObjects(path)) throw new Problem('kind-ingress-unreadable', { path })
  return path
}
