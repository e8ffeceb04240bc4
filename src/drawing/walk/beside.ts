/** What a proxy passes by: the address of the Service whose endpoints it connects to. */
import { words } from '../../grading/words.ts'
import type { Hop, RouteHop, Walk } from '../../network/model.ts'
import { clusterIpsOf, keyOf } from '../../network/state.ts'
import type { DrawContext } from '../context.ts'
import type { Lane } from './lanes.ts'
import type { Station } from './stations.ts'

/** Shown on the lane that the proxy's own connection begins on. */
export const besideOf = ({ state, say }: DrawContext, { hops }: Walk, { direction, steps }: Lane): readonly Station[] => {
  const [step] = steps
  const route = step === undefined || direction !== 'down' ? undefined : routeBefore(hops, step.hop)
  if (step === undefined || route?.service === undefined) return []
  const { namespace, name } = route.service
  const service = state.services.get(keyOf(namespace, name))
  const addresses = service === undefined ? [] : clusterIpsOf(service)
  const isAsked = hops.slice(hops.indexOf(route)).some(({ kind }) => kind === 'service')
  if (isAsked || addresses.length === 0) return []
  return [
    {
      step,
      isNumbered: false,
      stops: false,
      isBeside: true,
      lines: [
        { text: `Service ${namespace ?? ''}/${name}`, style: 'n' },
        ...addresses.map((text) => ({ text, style: 'm', isMuted: true }) as const),
        {
          text: say(words('not asked: its endpoints are known', '거치지 않음: 엔드포인트를 이미 앎')),
          style: 'n',
          isMuted: true,
        },
      ],
    },
  ]
}

/** The decision of the proxy whose connection the hop belongs to. */
const routeBefore = (hops: readonly Hop[], index: number): RouteHop | undefined =>
  hops.slice(0, index).findLast((hop): hop is RouteHop => hop.kind === 'route')
