/**
 * Policies of the whole cluster: fields, and what they mean. Served as the experimental channel defines them.
 * @see kubernetes-sigs/network-policy-api config/crd/experimental, v0.2.0
 */
import type { ExtensionSchema } from '../extension.ts'

const ACTIONS = ['Accept', 'Deny', 'Pass'] as const

const RULE = { action: '!string', name: 'string', protocols: '[]ClusterNetworkPolicyProtocol' } as const

const PORTS = { destinationPort: 'ClusterNetworkPolicyPort' } as const

const ACTION =
  'Accept: allowed, and nothing else is asked. Deny: dropped, and nothing else is asked. Pass: the next tier is asked; whatever else this tier says is skipped.'

const RULE_NAME = 'What the rule is called in reports; at most 100 characters.'

const PROTOCOLS = 'Protocols and ports, any of which may fit. Left out: every port of every protocol.'

const PODS = 'Pods by their own labels and those of their namespace. Pods on the network of their node are not among them.'

const NAMESPACES =
  'Every Pod of the namespaces that have these labels, but those on the network of their node. An empty selector takes all namespaces.'

export const CLUSTER_NETWORK_POLICY_SCHEMA: ExtensionSchema = {
  absentStaysAbsent: true,
  structures: {
    ClusterNetworkPolicy: {
      apiVersion: 'string',
      kind: 'string',
      metadata: 'ObjectMeta',
      spec: '!ClusterNetworkPolicySpec',
      status: 'ClusterNetworkPolicyStatus',
    },
    ClusterNetworkPolicySpec: {
      egress: '[]ClusterNetworkPolicyEgressRule',
      ingress: '[]ClusterNetworkPolicyIngressRule',
      priority: '!integer',
      subject: '!ClusterNetworkPolicySubject',
      tier: '!string',
    },
    ClusterNetworkPolicyStatus: { conditions: '![]Condition' },
    ClusterNetworkPolicySubject: { namespaces: 'LabelSelector', pods: 'ClusterNetworkPolicyPods' },
    ClusterNetworkPolicyPods: { namespaceSelector: 'LabelSelector', podSelector: '!LabelSelector' },
    ClusterNetworkPolicyIngressRule: { ...RULE, from: '![]ClusterNetworkPolicyIngressPeer' },
    ClusterNetworkPolicyEgressRule: { ...RULE, to: '![]ClusterNetworkPolicyEgressPeer' },
    ClusterNetworkPolicyIngressPeer: { namespaces: 'LabelSelector', pods: 'ClusterNetworkPolicyPods' },
    ClusterNetworkPolicyEgressPeer: {
      domainNames: '[]string',
      namespaces: 'LabelSelector',
      networks: '[]string',
      nodes: 'LabelSelector',
      pods: 'ClusterNetworkPolicyPods',
    },
    ClusterNetworkPolicyProtocol: {
      destinationNamedPort: 'string',
      sctp: 'ClusterNetworkPolicyProtocolSCTP',
      tcp: 'ClusterNetworkPolicyProtocolTCP',
      udp: 'ClusterNetworkPolicyProtocolUDP',
    },
    ClusterNetworkPolicyProtocolTCP: PORTS,
    ClusterNetworkPolicyProtocolUDP: PORTS,
    ClusterNetworkPolicyProtocolSCTP: PORTS,
    ClusterNetworkPolicyPort: { number: 'integer', range: 'ClusterNetworkPolicyPortRange' },
    ClusterNetworkPolicyPortRange: { end: '!integer', start: '!integer' },
  },
  enumerations: {
    'ClusterNetworkPolicySpec.tier': ['Admin', 'Baseline'],
    'ClusterNetworkPolicyIngressRule.action': ACTIONS,
    'ClusterNetworkPolicyEgressRule.action': ACTIONS,
  },
  descriptions: {
    'ClusterNetworkPolicy.': 'Rules of the whole cluster, before and after the NetworkPolicies of its namespaces.',
    'ClusterNetworkPolicy.apiVersion': 'The version of the schema that the object is written in.',
    'ClusterNetworkPolicy.kind': 'The kind of the object.',
    'ClusterNetworkPolicy.spec': 'Which Pods the policy is about, when it is asked, and what it says.',
    'ClusterNetworkPolicy.status': 'What the network plugin reports of the policy.',
    'ClusterNetworkPolicySpec.tier':
      'Admin: asked before the NetworkPolicies, which cannot take its answer back. Baseline: asked where no NetworkPolicy selects the Pod.',
    'ClusterNetworkPolicySpec.priority':
      'From 0 to 1000; lower numbers are asked first within the tier. Where two policies of one priority fit a connection, any of them may decide.',
    'ClusterNetworkPolicySpec.subject': 'The Pods that the rules are about; exactly one of the fields.',
    'ClusterNetworkPolicySpec.ingress':
      'Rules about connections to the Pods, at most 25; the first that fits decides. What none fits is left to other policies: nothing is isolated.',
    'ClusterNetworkPolicySpec.egress':
      'Rules about connections from the Pods, at most 25; the first that fits decides. What none fits is left to other policies: nothing is isolated.',
    'ClusterNetworkPolicyStatus.conditions': 'Conditions as the network plugin reports them.',
    'ClusterNetworkPolicySubject.namespaces': NAMESPACES,
    'ClusterNetworkPolicySubject.pods': PODS,
    'ClusterNetworkPolicyPods.namespaceSelector':
      'Namespaces by their labels. Left out or empty, it takes all of them: unlike that of a NetworkPolicy, which then means its own namespace.',
    'ClusterNetworkPolicyPods.podSelector': 'Pods by their labels; an empty selector takes all of them.',
    'ClusterNetworkPolicyIngressRule.action': ACTION,
    'ClusterNetworkPolicyIngressRule.name': RULE_NAME,
    'ClusterNetworkPolicyIngressRule.protocols': PROTOCOLS,
    'ClusterNetworkPolicyIngressRule.from': 'Sources, any of which may fit; at least one, at most 25.',
    'ClusterNetworkPolicyEgressRule.action': ACTION,
    'ClusterNetworkPolicyEgressRule.name': RULE_NAME,
    'ClusterNetworkPolicyEgressRule.protocols': PROTOCOLS,
    'ClusterNetworkPolicyEgressRule.to': 'Destinations, any of which may fit; at least one, at most 25.',
    'ClusterNetworkPolicyIngressPeer.namespaces': NAMESPACES,
    'ClusterNetworkPolicyIngressPeer.pods': PODS,
    'ClusterNetworkPolicyEgressPeer.namespaces': NAMESPACES,
    'ClusterNetworkPolicyEgressPeer.pods': PODS,
    'ClusterNetworkPolicyEgressPeer.nodes':
      'Nodes by their labels, at each of their addresses. Of the experimental channel of the API.',
    'ClusterNetworkPolicyEgressPeer.networks':
      'Blocks of addresses such as 10.0.0.0/8, at most 25. Pods are meant as well where their address lies inside.',
    'ClusterNetworkPolicyEgressPeer.domainNames':
      'Names of hosts outside. Of the experimental channel of the API; this cluster refuses it, as its data plane does not follow what DNS answers.',
    'ClusterNetworkPolicyProtocol.tcp': 'A port or ports of TCP.',
    'ClusterNetworkPolicyProtocol.udp': 'A port or ports of UDP.',
    'ClusterNetworkPolicyProtocol.sctp': 'A port or ports of SCTP.',
    'ClusterNetworkPolicyProtocol.destinationNamedPort':
      'A port by its name in the containers of the destination. Excludes nodes and networks as peers. Of the experimental channel of the API.',
    'ClusterNetworkPolicyProtocolTCP.destinationPort': 'The port of the Pod that is connected to.',
    'ClusterNetworkPolicyProtocolUDP.destinationPort': 'The port of the Pod that is connected to.',
    'ClusterNetworkPolicyProtocolSCTP.destinationPort': 'The port of the Pod that is connected to.',
    'ClusterNetworkPolicyPort.number': 'One port, from 1 to 65535. Excludes range.',
    'ClusterNetworkPolicyPort.range': 'Several ports in a row. Excludes number.',
    'ClusterNetworkPolicyPortRange.start': 'The first port of the range; below end.',
    'ClusterNetworkPolicyPortRange.end': 'The last port of the range.',
  },
}
