/** Manifests of large clusters, as text: the same each time, and in words that every reader of YAML knows. */

/** A sequence that looks random and is not. @see Numerical Recipes, 3rd edition, section 7.1 */
export const createRandom = (): ((below: number) => number) => {
  let state = 12_345
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

export interface InputSize {
  readonly deployments: number
  readonly policies: number
  readonly namespaces: number
}

const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const
/** Both are asked about with each protocol. */
export const INPUT_PORTS = [80, 443] as const

const namespaceText = (index: number): string => `apiVersion: v1
kind: Namespace
metadata:
  name: ns-${index}
  labels:
    tier: tier-${index % 3}
`

const containerPorts = INPUT_PORTS.flatMap((port) =>
  PROTOCOLS.map(
    (protocol) => `            - name: p${port}-${protocol.toLowerCase()}
              containerPort: ${port}
              protocol: ${protocol}
`,
  ),
).join('')

const deploymentText = (index: number, size: InputSize, random: (below: number) => number): string => {
  const app = `app-${index}`
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${app}
  namespace: ns-${index % size.namespaces}
  labels:
    app: ${app}
spec:
  replicas: 1
  selector:
    matchLabels:
      app: ${app}
  template:
    metadata:
      labels:
        app: ${app}
        role: role-${random(3)}
        team: team-${random(10)}
    spec:
      containers:
        - name: main
          image: registry.example/shop/${app}:1.0
          ports:
${containerPorts}`
}

const policyText = (
  index: number,
  size: InputSize,
  random: (below: number) => number,
): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: policy-${index}
  namespace: ns-${random(size.namespaces)}
spec:
  podSelector:
    matchLabels:
      role: role-${random(3)}
  policyTypes:
    - Ingress
${random(2) === 0 ? '' : '    - Egress\n'}  ingress:
    - from:
        - podSelector:
            matchLabels:
              team: team-${random(10)}
        - namespaceSelector:
            matchLabels:
              tier: tier-${random(3)}
          podSelector:
            matchExpressions:
              - key: role
                operator: In
                values: [role-${random(3)}, role-${random(3)}]
      ports:
        - port: ${INPUT_PORTS[random(2)] ?? 80}
          protocol: ${PROTOCOLS[random(3)] ?? 'TCP'}
        - port: ${INPUT_PORTS[random(2)] ?? 80}
  egress:
    - to:
        - namespaceSelector: {}
          podSelector:
            matchExpressions:
              - key: team
                operator: NotIn
                values:
                  - team-${random(10)}
`

/** Files by name, each with several documents. */
export const makeInput = (size: InputSize): Readonly<Record<string, string>> => {
  const random = createRandom()
  const list = (count: number, text: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => text(index)).join('---\n')
  return {
    'namespaces.yaml': list(size.namespaces, namespaceText),
    'deployments.yaml': list(size.deployments, (index) => deploymentText(index, size, random)),
    'policies.yaml': list(size.policies, (index) => policyText(index, size, random)),
  }
}
