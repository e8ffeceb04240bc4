/** The sockets that wait in a Pod: those of all its containers, since they share one network. */
import type { Listener } from '../../../../network/facts.ts'
import type { Session } from '../session.ts'

/** A program that listens on every address of both families with a socket for each has two: the second, with `ipv6`, takes IPv6 alone. */
export function listeningSockets({ world, instance }: Session): readonly Listener[] {
  const { namespace, pod } = instance.setup
  const listeners = world.snapshot().facts.pods[`${namespace}/${pod}`]?.listeners ?? []
  return listeners.flatMap(({ ipv6, ...first }) => (ipv6 === true ? [first, { ...first, address: '::', ipv6 }] : [first]))
}
