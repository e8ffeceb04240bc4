/** `--observe`: only where there is a cluster in which packets flow. */
import type { PlaceOptions } from '../../place.ts'
import { Problem } from '../../../terminal/problem.ts'

export interface ObserveOptions {
  readonly observe?: boolean
  readonly probeImage?: string
}

/** Fails where nothing can be observed, before anything is read. */
export function requireObservable({ observe }: ObserveOptions, { on }: PlaceOptions): void {
  if (observe === true && (on === undefined || on === 'embedded' || on === 'manifests'))
    throw new Problem('observe-needs-cluster')
}

/** What was chosen of the image. */
export const imageOf = ({ probeImage }: ObserveOptions): { readonly image?: string } =>
  probeImage === undefined ? {} : { image: probeImage }
