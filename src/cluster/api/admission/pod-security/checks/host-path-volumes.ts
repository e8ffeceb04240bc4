import { plural, quoteAll, type Check } from '../check.ts'

export const hostPathVolumes: Check = {
  id: 'hostPathVolumes',
  level: 'baseline',
  versions: [
    {
      since: 0,
      rule: ({ spec }) => {
        const bad = (spec.volumes ?? []).filter(({ hostPath }) => hostPath !== undefined).map(({ name }) => name)
        if (bad.length === 0) return undefined
        return { reason: 'hostPath volumes', detail: `${plural('volume', bad)} ${quoteAll(bad)}` }
      },
    },
  ],
}
