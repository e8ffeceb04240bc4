/** The control plane's Pods with all that kubeadm's files ask for. @see k8s.io/kubernetes cmd/kubeadm/app/phases/controlplane and etcd, v1.34 */
import type { Container, Pod, Probe, Volume } from '../kubernetes/generated/types.ts'
import { apiServerAddress, staticPod } from './bootstrap-control-plane.ts'
import { CONTROL_PLANE } from './bootstrap-nodes.ts'
import type { ClusterRanges } from './ranges.ts'

interface HealthPort {
  readonly port: number
  readonly host: string
  readonly scheme: 'HTTP' | 'HTTPS'
}

interface Component {
  readonly name: string
  readonly flags: readonly string[]
  readonly requests: Readonly<Record<string, string>>
  readonly health: HealthPort
  /** Paths of the startup, liveness and readiness probe. */
  readonly paths: readonly [startup: string, liveness: string, readiness?: string]
  readonly volumes: readonly ComponentVolume[]
  readonly annotations?: Readonly<Record<string, string>>
}

interface ComponentVolume {
  readonly name: string
  readonly path: string
  readonly isFile?: boolean
  readonly isWritten?: boolean
}

const probeOf = ({ host, scheme }: HealthPort, path: string, timing: Partial<Probe>): Probe => ({
  httpGet: { host, path, port: 'probe-port', scheme },
  timeoutSeconds: 15,
  periodSeconds: 10,
  successThreshold: 1,
  ...timing,
})

const probesOf = ({ health, paths: [startup, liveness, readiness] }: Component): Partial<Container> => ({
  startupProbe: probeOf(health, startup, { initialDelaySeconds: 10, failureThreshold: 24 }),
  livenessProbe: probeOf(health, liveness, { initialDelaySeconds: 10, failureThreshold: 8 }),
  ...(readiness === undefined ? {} : { readinessProbe: probeOf(health, readiness, { periodSeconds: 1, failureThreshold: 3 }) }),
})

const toVolume = ({ name, path, isFile = false }: ComponentVolume): Volume => ({
  name,
  hostPath: { path, type: isFile ? 'FileOrCreate' : 'DirectoryOrCreate' },
})

const podOf = (component: Component): Pod => {
  const { name, flags, requests, health, volumes, annotations = {} } = component
  return staticPod(name, {
    annotations,
    container: {
      command: [name, ...flags],
      ports: [{ name: 'probe-port', containerPort: health.port, hostPort: health.port, protocol: 'TCP' }],
      resources: { requests },
      ...probesOf(component),
      volumeMounts: volumes.map(({ name: volume, path, isWritten = false }) => ({
        name: volume,
        mountPath: path,
        ...(isWritten ? {} : { readOnly: true }),
      })),
    },
    volumes: volumes.map(toVolume),
  })
}

const PKI = '/etc/kubernetes/pki'
const KEYS = { name: 'k8s-certs', path: PKI } as const
/** Where distributions keep the authorities that programs trust. */
const AUTHORITIES: readonly ComponentVolume[] = [
  { name: 'ca-certs', path: '/etc/ssl/certs' },
  { name: 'etc-ca-certificates', path: '/etc/ca-certificates' },
  { name: 'usr-local-share-ca-certificates', path: '/usr/local/share/ca-certificates' },
  { name: 'usr-share-ca-certificates', path: '/usr/share/ca-certificates' },
]
const kubeconfig = (path: string): ComponentVolume => ({ name: 'kubeconfig', path, isFile: true })

const etcd = (address: string): Component => ({
  name: 'etcd',
  flags: [
    `--advertise-client-urls=https://${address}:2379`,
    `--cert-file=${PKI}/etcd/server.crt`,
    '--client-cert-auth=true',
    '--data-dir=/var/lib/etcd',
    '--feature-gates=InitialCorruptCheck=true',
    `--initial-advertise-peer-urls=https://${address}:2380`,
    `--initial-cluster=${CONTROL_PLANE}=https://${address}:2380`,
    `--key-file=${PKI}/etcd/server.key`,
    `--listen-client-urls=https://127.0.0.1:2379,https://${address}:2379`,
    '--listen-metrics-urls=http://127.0.0.1:2381',
    `--listen-peer-urls=https://${address}:2380`,
    `--name=${CONTROL_PLANE}`,
    `--peer-cert-file=${PKI}/etcd/peer.crt`,
    '--peer-client-cert-auth=true',
    `--peer-key-file=${PKI}/etcd/peer.key`,
    `--peer-trusted-ca-file=${PKI}/etcd/ca.crt`,
    '--snapshot-count=10000',
    `--trusted-ca-file=${PKI}/etcd/ca.crt`,
    '--watch-progress-notify-interval=5s',
  ],
  requests: { cpu: '100m', memory: '100Mi' },
  health: { port: 2381, host: '127.0.0.1', scheme: 'HTTP' },
  paths: ['/readyz', '/livez', '/readyz'],
  volumes: [
    { name: 'etcd-data', path: '/var/lib/etcd', isWritten: true },
    { name: 'etcd-certs', path: `${PKI}/etcd`, isWritten: true },
  ],
  annotations: { 'kubeadm.kubernetes.io/etcd.advertise-client-urls': `https://${address}:2379` },
})

const apiServer = (address: string, { serviceCidrs }: ClusterRanges): Component => ({
  name: 'kube-apiserver',
  flags: [
    `--advertise-address=${address}`,
    '--allow-privileged=true',
    '--authorization-mode=Node,RBAC',
    `--client-ca-file=${PKI}/ca.crt`,
    '--enable-admission-plugins=NodeRestriction',
    '--enable-bootstrap-token-auth=true',
    `--etcd-cafile=${PKI}/etcd/ca.crt`,
    `--etcd-certfile=${PKI}/apiserver-etcd-client.crt`,
    `--etcd-keyfile=${PKI}/apiserver-etcd-client.key`,
    '--etcd-servers=https://127.0.0.1:2379',
    `--kubelet-client-certificate=${PKI}/apiserver-kubelet-client.crt`,
    `--kubelet-client-key=${PKI}/apiserver-kubelet-client.key`,
    '--kubelet-preferred-address-types=InternalIP,ExternalIP,Hostname',
    `--proxy-client-cert-file=${PKI}/front-proxy-client.crt`,
    `--proxy-client-key-file=${PKI}/front-proxy-client.key`,
    '--requestheader-allowed-names=front-proxy-client',
    `--requestheader-client-ca-file=${PKI}/front-proxy-ca.crt`,
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-username-headers=X-Remote-User',
    '--secure-port=6443',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${PKI}/sa.pub`,
    `--service-account-signing-key-file=${PKI}/sa.key`,
    `--service-cluster-ip-range=${serviceCidrs.join(',')}`,
    `--tls-cert-file=${PKI}/apiserver.crt`,
    `--tls-private-key-file=${PKI}/apiserver.key`,
  ],
  requests: { cpu: '250m' },
  health: { port: 6443, host: address, scheme: 'HTTPS' },
  paths: ['/livez', '/livez', '/readyz'],
  volumes: [...AUTHORITIES.slice(0, 2), KEYS, ...AUTHORITIES.slice(2)],
  annotations: { 'kubeadm.kubernetes.io/kube-apiserver.advertise-address.endpoint': `${address}:6443` },
})

const controllerManager = ({ podCidrs, serviceCidrs }: ClusterRanges): Component => {
  const config = '/etc/kubernetes/controller-manager.conf'
  return {
    name: 'kube-controller-manager',
    flags: [
      '--allocate-node-cidrs=true',
      `--authentication-kubeconfig=${config}`,
      `--authorization-kubeconfig=${config}`,
      '--bind-address=127.0.0.1',
      `--client-ca-file=${PKI}/ca.crt`,
      `--cluster-cidr=${podCidrs.join(',')}`,
      '--cluster-name=netgrade',
      `--cluster-signing-cert-file=${PKI}/ca.crt`,
      `--cluster-signing-key-file=${PKI}/ca.key`,
      '--controllers=*,bootstrapsigner,tokencleaner',
      `--kubeconfig=${config}`,
      '--leader-elect=true',
      `--requestheader-client-ca-file=${PKI}/front-proxy-ca.crt`,
      `--root-ca-file=${PKI}/ca.crt`,
      `--service-account-private-key-file=${PKI}/sa.key`,
      `--service-cluster-ip-range=${serviceCidrs.join(',')}`,
      '--use-service-account-credentials=true',
    ],
    requests: { cpu: '200m' },
    health: { port: 10_257, host: '127.0.0.1', scheme: 'HTTPS' },
    paths: ['/healthz', '/healthz'],
    volumes: [
      ...AUTHORITIES.slice(0, 2),
      { name: 'flexvolume-dir', path: '/usr/libexec/kubernetes/kubelet-plugins/volume/exec', isWritten: true },
      KEYS,
      kubeconfig(config),
      ...AUTHORITIES.slice(2),
    ],
  }
}

const scheduler = (): Component => {
  const config = '/etc/kubernetes/scheduler.conf'
  return {
    name: 'kube-scheduler',
    flags: [
      `--authentication-kubeconfig=${config}`,
      `--authorization-kubeconfig=${config}`,
      '--bind-address=127.0.0.1',
      `--kubeconfig=${config}`,
      '--leader-elect=true',
    ],
    requests: { cpu: '100m' },
    health: { port: 10_259, host: '127.0.0.1', scheme: 'HTTPS' },
    paths: ['/livez', '/livez', '/readyz'],
    volumes: [kubeconfig(config)],
  }
}

/** The Pods of a cluster that somebody looks into; those of `STATIC_PODS` with what their programs are told. */
export const detailedStaticPods = (ranges: ClusterRanges): readonly Pod[] => {
  const address = apiServerAddress(ranges)
  return [etcd(address), apiServer(address, ranges), controllerManager(ranges), scheduler()].map(podOf)
}
