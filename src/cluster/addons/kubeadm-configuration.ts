/** What kubeadm leaves in a cluster of how it was made, for those who ask which ranges and which DNS it has. */
import type { ConfigMap } from '../../kubernetes/generated/types.ts'
import { CONTROL_PLANE, VERSION } from '../bootstrap-nodes.ts'
import type { AddonsSetup } from './addons-setup.ts'

const clusterConfiguration = ({ podCidrs, serviceCidrs }: AddonsSetup): string => `apiServer: {}
apiVersion: kubeadm.k8s.io/v1beta4
caCertificateValidityPeriod: 87600h0m0s
certificateValidityPeriod: 8760h0m0s
certificatesDir: /etc/kubernetes/pki
clusterName: netgrade
controlPlaneEndpoint: ${CONTROL_PLANE}:6443
controllerManager: {}
dns: {}
encryptionAlgorithm: RSA-2048
etcd:
  local:
    dataDir: /var/lib/etcd
imageRepository: registry.k8s.io
kind: ClusterConfiguration
kubernetesVersion: ${VERSION}
networking:
  dnsDomain: cluster.local
  podSubnet: ${podCidrs.join(',')}
  serviceSubnet: ${serviceCidrs.join(',')}
proxy: {}
scheduler: {}
`

const kubeletConfiguration = ({ dnsServiceIp }: AddonsSetup): string => `apiVersion: kubelet.config.k8s.io/v1beta1
authentication:
  anonymous:
    enabled: false
  webhook:
    cacheTTL: 0s
    enabled: true
  x509:
    clientCAFile: /etc/kubernetes/pki/ca.crt
authorization:
  mode: Webhook
  webhook:
    cacheAuthorizedTTL: 0s
    cacheUnauthorizedTTL: 0s
cgroupDriver: systemd
clusterDNS:
- ${dnsServiceIp}
clusterDomain: cluster.local
containerRuntimeEndpoint: ""
healthzBindAddress: 127.0.0.1
healthzPort: 10248
kind: KubeletConfiguration
rotateCertificates: true
staticPodPath: /etc/kubernetes/manifests
`

/** How a node that is to join finds the cluster. */
const clusterInfo = ({ apiServer, certificateAuthority }: AddonsSetup): string => `apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: ${btoa(certificateAuthority)}
    server: ${apiServer}
  name: ""
contexts: null
current-context: ""
kind: Config
users: null
`

const configMap = (name: string, data: Readonly<Record<string, string>>, namespace = 'kube-system'): ConfigMap => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data,
})

export const kubeadmConfiguration = (setup: AddonsSetup): readonly ConfigMap[] => [
  configMap('kubeadm-config', { ClusterConfiguration: clusterConfiguration(setup) }),
  configMap('kubelet-config', { kubelet: kubeletConfiguration(setup) }),
  configMap('cluster-info', { kubeconfig: clusterInfo(setup) }, 'kube-public'),
]
