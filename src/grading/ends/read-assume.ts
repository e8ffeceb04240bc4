/** What an author assumes of a cluster, such as `proxyMode: nftables`, as `grade trace --assume` takes it. */
import { isJsonObject } from '../../kubernetes/json.ts'
import type { Snapshot } from '../../network/model.ts'
import { ASSUMABLE, SWITCH_VALUES } from '../../network/switch-values.ts'
import { assume } from '../../network/switches.ts'
import type { SpecReader } from '../checks/read-spec.ts'

/** Values of switches by their names. */
export type Assumed = Readonly<Record<string, string>>

/** The field `assume`; empty where it is absent. What no cluster can be assumed to have is noted. */
export const readAssume = (reader: SpecReader): Assumed => {
  const path = reader.path === '' ? 'assume' : `${reader.path}.assume`
  const value = reader.value['assume'] ?? {}
  if (!isJsonObject(value)) {
    reader.note({ path, message: 'must be a mapping, such as proxyMode: nftables' })
    return {}
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, given]) => {
      const known = ASSUMABLE.find((one) => one === name)
      const values: readonly string[] = known === undefined ? [] : SWITCH_VALUES[known]
      if (known === undefined) reader.note({ path: `${path}.${name}`, message: `unknown; known here: ${ASSUMABLE.join(', ')}` })
      else if (!values.includes(String(given)))
        reader.note({ path: `${path}.${name}`, message: `must be one of ${values.join(', ')}` })
      return [name, String(given)] as const
    }),
  )
}

/** The cluster with all of that turned on. */
export const assumeAll = (snapshot: Snapshot, assumed: Assumed): Snapshot =>
  Object.entries(assumed).reduce((cluster, [name, value]) => assume(cluster, name, value) ?? cluster, snapshot)
