import type { Volume } from '../../../../../kubernetes/generated/types.ts'
import { plural, quoteAll, sortedOnce, type Check } from '../check.ts'

const ALLOWED = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const satisfies readonly (keyof Volume)[]

const isAllowed = (volume: Volume): boolean => ALLOWED.some((type) => volume[type] !== undefined)

const typeOf = ({ name: _name, ...sources }: Volume): string => Object.keys(sources)[0] ?? 'unknown'

export const restrictedVolumes: Check = {
  id: 'restrictedVolumes',
  level: 'restricted',
  replaces: 'hostPathVolumes',
  versions: [
    {
      since: 0,
      rule: ({ spec }) => {
        const bad = (spec.volumes ?? []).filter((volume) => !isAllowed(volume))
        if (bad.length === 0) return undefined
        const names = bad.map(({ name }) => name)
        const types = sortedOnce(bad.map(typeOf))
        const uses = `${bad.length === 1 ? 'uses' : 'use'} ${plural('restricted volume type', types)}`
        return {
          reason: 'restricted volume types',
          detail: `${plural('volume', names)} ${quoteAll(names)} ${uses} ${quoteAll(types)}`,
        }
      },
    },
  ],
}
