import { respondText } from './http/respond.ts'

const CHECKS = ['ping', 'log', 'etcd'] as const

/** What answers at all is well: state and controllers live in the same process. */
export const respondHealth = (url: URL): Response | undefined => {
  const name = /^\/(?<name>healthz|livez|readyz)(?:\/(?<check>[^/]+))?$/u.exec(url.pathname)
  if (name === null) return undefined
  const { name: kind = '', check } = name.groups ?? {}
  if (check !== undefined) return CHECKS.some((known) => known === check) ? respondText('ok') : undefined
  if (!url.searchParams.has('verbose')) return respondText('ok')
  return respondText(`${CHECKS.map((one) => `[+]${one} ok`).join('\n')}\n${kind} check passed\n`)
}
