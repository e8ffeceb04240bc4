/** A cluster's own objects as manifests, to be looked at elsewhere. */
import { isOwnObject } from '../../src/grading/ends/own-objects.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { renderYaml } from '../../src/kubernetes/yaml/render-yaml.ts'
import type { Snapshot } from '../../src/network/model.ts'

export interface OwnManifests {
  /** YAML, one document for each object. */
  readonly manifests: string
  readonly count: number
}

/** Nobody is shown what is secret, and nothing of the network depends on it. */
const isShown = (object: KubernetesObject): boolean => object.kind !== 'Secret' && !isOwnObject(object)

const withoutFields = ({ metadata, ...object }: KubernetesObject): KubernetesObject => {
  const { managedFields: _managed, ...kept } = metadata
  return { ...object, metadata: kept }
}

/** As the cluster has them, with addresses and status; without what every cluster runs of itself. */
export const ownManifests = ({ objects }: Snapshot): OwnManifests => {
  const shown = objects.filter(isShown).map(withoutFields)
  return { manifests: shown.map((object) => renderYaml(object)).join('---\n'), count: shown.length }
}
