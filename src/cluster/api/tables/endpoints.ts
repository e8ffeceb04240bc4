import type { EndpointSubset } from '../../../kubernetes/generated/types.ts'
import { isEndpoints } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, printer, text } from './printer.ts'

const SHOWN = 3

const hostPort = (ip: string, port: number): string => (ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`)

const addressesOf = ({ addresses = [], ports }: EndpointSubset): readonly string[] =>
  ports === undefined || ports.length === 0
    ? addresses.map(({ ip }) => ip)
    : ports.flatMap(({ port }) => addresses.map(({ ip }) => hostPort(ip, port)))

export const endpointsPrinter = printer(isEndpoints, [NAME, text('Endpoints'), text('Age')], (endpoints, nowMs) => {
  const all = (endpoints.subsets ?? []).flatMap(addressesOf)
  const more = all.length > SHOWN ? ` + ${all.length - SHOWN} more...` : ''
  const none = (endpoints.subsets ?? []).length === 0 ? '<none>' : ''
  return [nameOf(endpoints), all.length === 0 ? none : all.slice(0, SHOWN).join(',') + more, ageOf(endpoints, nowMs)]
})
