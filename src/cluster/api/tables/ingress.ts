import type { IngressRule } from '../../../kubernetes/generated/types.ts'
import { isIngress } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, NONE, printer, text } from './printer.ts'

const SHOWN = 3

const hostsText = (rules: readonly IngressRule[] | undefined): string => {
  const hosts = (rules ?? []).map(({ host }) => host ?? '').filter((host) => host !== '')
  if (hosts.length === 0) return '*'
  const more = hosts.length > SHOWN ? ` + ${hosts.length - SHOWN} more...` : ''
  return hosts.slice(0, SHOWN).join(',') + more
}

const COLUMNS = [NAME, text('Class'), text('Hosts'), text('Address'), text('Ports'), text('Age')]

export const ingressPrinter = printer(isIngress, COLUMNS, (ingress, nowMs) => [
  nameOf(ingress),
  ingress.spec?.ingressClassName ?? NONE,
  hostsText(ingress.spec?.rules),
  (ingress.status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname ?? '').join(','),
  (ingress.spec?.tls ?? []).length > 0 ? '80, 443' : '80',
  ageOf(ingress, nowMs),
])
