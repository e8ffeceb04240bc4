/** Table filter: packets to Services that nobody serves, or whose sender is not let in (K8). */
import { servesInside, servesOutside, type ProxiedPort } from '../proxied-ports.ts'
import { comment } from './fixed.ts'
import { firewallChain } from './nat.ts'
import type { Match, Rule, Target } from './rule.ts'

/** Without any endpoint the client is told so; without one that the policy allows here it gets no answer (V2, V3). */
const refusal = ({ name, hasEndpoints }: ProxiedPort): { readonly note: Match; readonly target: Target } =>
  hasEndpoints
    ? { note: comment(`${name} has no local endpoints`), target: { kind: 'DROP' } }
    : { note: comment(`${name} has no endpoints`), target: { kind: 'REJECT' } }

const toPort = ({ protocol, port: { port } }: ProxiedPort, destination: string): Match => ({
  kind: 'transport',
  protocol,
  destination,
  port,
})

/** KUBE-SERVICES of table filter: cluster addresses. */
export const refusedInside = (port: ProxiedPort): readonly Rule[] => {
  if (servesInside(port)) return []
  const { note, target } = refusal(port)
  return [{ matches: [note, toPort(port, port.clusterIp)], target }]
}

/** KUBE-EXTERNAL-SERVICES: external and load balancer addresses, and node ports. */
export const refusedOutside = (port: ProxiedPort): readonly Rule[] => {
  if (servesOutside(port)) return []
  const { note, target } = refusal(port)
  const { protocol, nodePort } = port
  return [
    ...[...port.externalIps, ...port.loadBalancerIps].map((ip) => ({ matches: [note, toPort(port, ip)], target })),
    ...(nodePort === undefined
      ? []
      : [
          {
            matches: [
              note,
              { kind: 'local', which: 'destination' } as const,
              { kind: 'transport', protocol, port: nodePort } as const,
            ],
            target,
          },
        ]),
  ]
}

/** KUBE-PROXY-FIREWALL: what KUBE-FW has not sent on still has the load balancer's address (S13). */
export const firewalled = (port: ProxiedPort): readonly Rule[] => {
  const chain = firewallChain(port)
  if (chain === undefined) return []
  const note = comment(`${port.name} traffic not accepted by ${chain}`)
  return port.loadBalancerIps.map((ip) => ({ matches: [note, toPort(port, ip)], target: { kind: 'DROP' } }))
}

/** KUBE-NODEPORTS of table filter: the load balancer may ask for the node's health (S25). */
export const healthChecks = ({ name, healthCheckNodePort }: ProxiedPort): readonly Rule[] =>
  healthCheckNodePort === undefined
    ? []
    : [
        {
          matches: [
            comment(`${name} health check node port`),
            { kind: 'transport', protocol: 'tcp', port: healthCheckNodePort },
          ],
          target: { kind: 'ACCEPT' },
        },
      ]
