/** An Ingress of a copy: under host names of its own, so that no request of anybody else's comes to it. */
import type { Ingress, IngressRule } from '../../../kubernetes/generated/types.ts'
import type { CopyNames } from './names.ts'
import type { Remark } from './copy-pod.ts'

/** As far as one `*` at the front stands for one label. */
const isFor = (rule: string | undefined, host: string): boolean =>
  rule === host || (rule?.startsWith('*.') === true && host.slice(host.indexOf('.') + 1) === rule.slice(2))

export interface Hosts {
  /** That the checks ask for. */
  readonly asked: readonly string[]
  /** Of rules of all Ingresses that are copied. */
  readonly ruled: readonly string[]
}

/** A rule for every host would take others' requests: it becomes one for each host that is asked for and that no rule names. */
const copyRule = (rule: IngressRule, { asked, ruled }: Hosts, names: CopyNames): readonly IngressRule[] =>
  rule.host !== undefined && rule.host !== ''
    ? [{ ...rule, host: names.host(rule.host) }]
    : asked.filter((host) => !ruled.some((one) => isFor(one, host))).map((host) => ({ ...rule, host: names.host(host) }))

/** Absent where nothing is left of it. */
export const copyIngressSpec = (
  spec: NonNullable<Ingress['spec']>,
  hosts: Hosts,
  names: CopyNames,
): { readonly spec?: NonNullable<Ingress['spec']>; readonly remarks: readonly Remark[] } => {
  const { tls = [], defaultBackend, rules = [], ...rest } = spec
  // What answers for every other request is a rule without a host and with every path.
  const fallback: readonly IngressRule[] =
    defaultBackend === undefined ? [] : [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend: defaultBackend }] } }]
  const own = [...rules, ...fallback]
  const copied = own.flatMap((rule) => copyRule(rule, hosts, names))
  return {
    ...(copied.length === 0 ? {} : { spec: { ...rest, rules: copied } }),
    remarks: [
      ...own.flatMap(({ host = '' }) => (host === '' ? [] : [{ kind: 'host-name', value: host } as const])),
      ...(own.some(({ host = '' }) => host === '') ? [{ kind: 'any-host', value: '' } as const] : []),
      ...(tls.length === 0 ? [] : [{ kind: 'certificate', value: '' } as const]),
    ],
  }
}
