import type { Check } from '../check.ts'

const FIELDS = ['hostNetwork', 'hostPID', 'hostIPC'] as const

export const hostNamespaces: Check = {
  id: 'hostNamespaces',
  level: 'baseline',
  versions: [
    {
      since: 0,
      rule: ({ spec }) => {
        const bad = FIELDS.filter((field) => spec[field] === true)
        if (bad.length === 0) return undefined
        return { reason: 'host namespaces', detail: bad.map((field) => `${field}=true`).join(', ') }
      },
    },
  ],
}
