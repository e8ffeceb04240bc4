/** Addresses that a submission writes down are those of the cluster it was written for: in this one its Pods have others. */
import { isPod } from '../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { addressesOfPod, keyOfObject } from '../../../src/network/state.ts'

/** By `namespace/name`; the first of each Pod. */
export const podAddresses = (objects: readonly KubernetesObject[]): ReadonlyMap<string, string> =>
  new Map(
    objects.filter(isPod).flatMap((pod) => {
      const [address] = addressesOfPod(pod)
      return address === undefined ? [] : [[keyOfObject(pod), address] as const]
    }),
  )

const dashed = (address: string): string => address.replaceAll('.', '-')

/** Four numbers, as addresses are written, and in names of Pods. */
const WRITTEN = /(?<![\d.-])\d{1,3}(?:([.-])\d{1,3})(?:\1\d{1,3}){2}(?![\d]|[.-]\d)/gu

/** The objects in which an address of before stands, with that of now in its place. */
export function readdress(
  objects: readonly KubernetesObject[],
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
): readonly KubernetesObject[] {
  const pairs = new Map(
    [...before].flatMap(([key, from]) => {
      const to = now.get(key)
      return to === undefined || to === from ? [] : [[from, to] as const, [dashed(from), dashed(to)] as const]
    }),
  )
  // In one go: an address that one Pod had may be another's now.
  const replace = (text: string): string => text.replaceAll(WRITTEN, (found) => pairs.get(found) ?? found)
  return objects
    .filter((object) => !isPod(object))
    .flatMap((object) => {
      const [text, replaced] = [JSON.stringify(object), replace(JSON.stringify(object))]
      return text === replaced ? [] : [JSON.parse(replaced) as KubernetesObject]
    })
}
