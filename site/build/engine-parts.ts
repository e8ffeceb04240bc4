/**
 * What the engine of the pages does without until it is needed: a grade of most submissions that are right asks for few of these. Only
 * the modules are named that others call; what these need for themselves comes with them.
 */
import type { EngineFiles } from './engine-files.ts'
import type { LateParts } from './late-modules.ts'
import type { LateTexts } from './late-texts.ts'

/** Causes whose texts come when they are told. */
export const CAUSE_TEXTS: LateTexts = {
  folder: 'src/grading/causes',
  groups: ['dns', 'gateway', 'ingress', 'object', 'pod', 'policy', 'service'],
}

/**
 * Parts, and modules that are imported when they are asked for, by the files in which they come together. What several files need is in
 * the nearest one that all of them come after.
 */
export const ENGINE_FILES: EngineFiles = {
  engine: { parts: ['engine'] },
  /** Whatever is wrong with an answer. */
  changes: { after: 'engine', parts: ['changes'] },
  refusals: { after: 'changes', parts: ['refusals', 'manifest-causes'] },
  edits: { after: 'changes', parts: ['edit-manifest'] },
  /** What is wrong with a cluster. */
  mistakes: { after: 'changes', parts: ['explain', 'diagnose', 'other-causes', 'object-causes', 'rebuild'] },
  stops: { after: 'mistakes', parts: ['stopped-causes'] },
  listeners: { after: 'mistakes', parts: ['listening-causes'] },
  policies: { after: 'mistakes', parts: ['policy-causes'] },
  services: { after: 'mistakes', parts: ['service-causes'] },
  ingresses: { after: 'mistakes', parts: ['ingress-causes'] },
  names: { after: 'mistakes', parts: ['dns-causes'] },
  requests: { after: 'engine', parts: ['http', 'ingress-controllers'] },
  routes: { after: 'requests', parts: ['ingress'] },
  lookups: { after: 'engine', parts: ['dns'] },
  comparison: { after: 'engine', parts: ['compare'] },
  /** Pods that are run. */
  kubelet: { after: 'engine', parts: ['run-pods'] },
  /** A cluster that is run. */
  cluster: { after: 'kubelet', parts: ['cluster'] },
  kinds: { after: 'engine', parts: ['kinds'] },
  gateways: { after: 'requests', parts: ['gateway'] },
  workloads: { after: 'engine', parts: ['workload-rules'] },
  /** What is no plain YAML. */
  yaml: { after: 'engine', parts: ['yaml'] },
}

export const ENGINE_PARTS: LateParts = {
  /** Who may do what, and how much: nobody but the cluster itself writes here. */
  authorization: [
    'src/cluster/api/admission/limit-ranger.ts',
    'src/cluster/api/admission/escalation.ts',
    'src/cluster/api/authentication/service-account-token.ts',
    'src/cluster/api/quota/usage.ts',
    'src/kubernetes/validation/rbac.ts',
  ],
  /** What a cluster has that lets people in: the one that grades lets in nobody. */
  'open-cluster': [
    'src/cluster/bootstrap-roles.ts',
    'src/cluster/bootstrap-server.ts',
    'src/cluster/controllers/autoscaling/horizontal-pod-autoscaler.ts',
  ],
  /** Containers that are asked how they are. */
  probes: ['src/cluster/nodes/prober.ts'],
  /** Programs that few exercises have run in Pods. */
  'seldom-run': [
    'src/cluster/nodes/connection.ts',
    'src/cluster/nodes/shell/commands/dig-options.ts',
    'src/cluster/nodes/shell/follow-files.ts',
  ],
  /** Of namespaces that end, and of what Pods are told and asked that hardly any asks for. */
  rarities: [
    'src/cluster/controllers/namespace-conditions.ts',
    'src/cluster/nodes/received-request.ts',
    'src/kubernetes/app-armor.ts',
  ],
  /** Namespaces that ask something of their Pods: few submissions have any. */
  'pod-security': ['src/cluster/api/admission/pod-security', '!src/cluster/api/admission/pod-security/verdict.ts'],
  /** What is told of manifests that nobody can apply. */
  refusals: [
    'src/grading/manifests/explain-decoding.ts',
    'src/grading/manifests/explain-reason.ts',
    'src/grading/manifests/explain-refusal.ts',
    'src/grading/manifests/explain-unknown-fields.ts',
    'src/grading/manifests/yaml-words.ts',
    'src/kubernetes/decode/go-types.ts',
    'src/kubernetes/decode/malformed.ts',
    'src/kubernetes/decode/schema-refusal.ts',
  ],
  /** Why a Service has no endpoints. */
  endpoints: ['src/network/service/missing-endpoints.ts'],
  /** What is changed, as it is told. */
  changes: ['src/grading/korean.ts', 'src/grading/repair/diff-texts.ts'],
  /** Whether policies mean the same. */
  compare: ['src/network/compare/compare.ts'],
  /** Kinds that the administrators of a cluster write. */
  administration: [
    'src/kubernetes/cel/admission.ts',
    'src/kubernetes/certificate-request.ts',
    'src/kubernetes/defaults/admission-registration.ts',
    'src/kubernetes/defaults/autoscaler.ts',
    'src/kubernetes/defaults/flow-control.ts',
    'src/kubernetes/validation/admission-registration',
    'src/kubernetes/validation/autoscaling',
    'src/kubernetes/validation/certificates',
    'src/kubernetes/validation/csi-driver.ts',
    'src/kubernetes/validation/flow-control',
    'src/kubernetes/validation/persistent-volume.ts',
    'src/kubernetes/validation/runtime-class.ts',
    'src/kubernetes/validation/storage-class.ts',
    'src/kubernetes/validation/volume-sources.ts',
  ],
  /** Kinds that somebody else defines. */
  custom: [
    'src/cluster/custom/decode-custom.ts',
    'src/cluster/custom/structural-schema.ts',
    'src/cluster/custom/validate-rules.ts',
    'src/cluster/custom/validate-value.ts',
    'src/kubernetes/validation/custom-resource-definition',
  ],
  /** CoreDNS that is set up in a way of its own. */
  corefile: [
    'src/cluster/nodes/programs/coredns-log.ts',
    'src/cluster/nodes/programs/coredns-words.ts',
    'src/network/dns/corefile/read-corefile.ts',
    'src/network/dns/corefile/serve.ts',
  ],
  dns: [
    'src/network/dns/hosts-file.ts',
    'src/network/dns/resolv-conf.ts',
    'src/network/dns/respond.ts',
    'src/network/resolve.ts',
  ],
  /** What is told of what went wrong. */
  explain: [
    'src/grading/explain/example.ts',
    'src/grading/explain/verdict.ts',
    'src/grading/explain/walk.ts',
    'src/grading/repair/show-patch.ts',
  ],
  gateway: [
    'src/kubernetes/validation/gateway-api',
    'src/network/gateway/classes.ts',
    'src/network/gateway/entry.ts',
    'src/network/gateway/proxies.ts',
  ],
  /** How Go prints objects. */
  go: [
    'src/kubernetes/go',
    '!src/kubernetes/go/escape-html.ts',
    '!src/kubernetes/go/print-for-hash.ts',
    '!src/kubernetes/go/structs-rare.ts',
    '!src/kubernetes/go/structs.ts',
    '!src/kubernetes/go/time.ts',
  ],
  'go-structs': ['src/kubernetes/go/structs-rare.ts'],
  /** The names of what Deployments make. */
  'template-hash': ['src/kubernetes/go/print-for-hash.ts'],
  http: [
    'src/grading/checks/answers.ts',
    'src/network/http/forward.ts',
    'src/network/http/pattern.ts',
    'src/network/http/serve.ts',
    'src/network/http/way.ts',
    'src/network/request.ts',
  ],
  ingress: ['src/kubernetes/validation/ingress.ts', 'src/network/ingress/proxy.ts'],
  /** Whether a request comes to an Ingress controller. */
  'ingress-controllers': ['src/network/ingress/controllers.ts'],
  /** Who owns which field: nobody where there are no clients. */
  ownership: ['src/cluster/api/managed-fields/managers.ts', 'src/cluster/bootstrap-authors.ts'],
  /** Addresses of the other family. */
  addresses: ['src/kubernetes/ip-spellings.ts'],
  /** Kinds and parts of Pods that few submissions have. */
  kinds: [
    'src/kubernetes/cron-schedule.ts',
    'src/kubernetes/validation/cluster-network-policy.ts',
    'src/kubernetes/validation/cron-job.ts',
    'src/kubernetes/validation/endpoints.ts',
    'src/kubernetes/validation/events-event.ts',
    'src/kubernetes/validation/ingress-class.ts',
    'src/kubernetes/validation/job-policies.ts',
    'src/kubernetes/validation/limit-range.ts',
    'src/kubernetes/validation/node.ts',
    'src/kubernetes/validation/persistent-volume-claim.ts',
    'src/kubernetes/validation/pod-disruption-budget.ts',
    'src/kubernetes/validation/pod/volumes/iscsi.ts',
    'src/kubernetes/validation/pod/windows.ts',
    'src/kubernetes/validation/resource-quota.ts',
    'src/kubernetes/validation/service-cidr.ts',
    'src/network/policy/tiers/decide.ts',
    'src/network/policy/tiers/near-miss.ts',
  ],
  /** Configurations of nginx that are not its image's own. */
  nginx: [
    'src/cluster/nodes/programs/nginx-directives.ts',
    'src/cluster/nodes/programs/nginx-tls.ts',
    'src/cluster/nodes/programs/nginx-upstreams.ts',
    'src/cluster/nodes/programs/nginx-values.ts',
  ],
  /** What nginx says when it starts, for who reads its log. */
  'nginx-log': ['src/cluster/nodes/programs/nginx-notices.ts'],
  /** What runs in containers of images that few tasks use. */
  programs: [
    'src/cluster/nodes/programs/agnhost',
    'src/cluster/nodes/programs/echo-servers.ts',
    'src/cluster/nodes/programs/redis.ts',
    'src/cluster/nodes/programs/python.ts',
    'src/cluster/nodes/programs/web-servers.ts',
    'src/cluster/nodes/programs/whoami.ts',
  ],
  structures: ['src/kubernetes/structure-rare.ts'],
  'seldom-structures': ['src/kubernetes/structure-seldom.ts'],
  'workload-structures': ['src/kubernetes/structure-workloads.ts'],
  /** Services that are written again: what many repairs do. */
  /** Statuses that clients write: here there is none. */
  statuses: ['src/kubernetes/validation/update/status.ts'],
  'service-updates': ['src/cluster/api/allocate/carry-service.ts', 'src/kubernetes/validation/update/service.ts'],
  /** Other objects that are written again, and what clients own of them. */
  updates: [
    'src/cluster/api/managed-fields/managers.ts',
    'src/kubernetes/patch',
    'src/kubernetes/validation/update',
    '!src/kubernetes/validation/update/data.ts',
    '!src/kubernetes/validation/update/immutable.ts',
    '!src/kubernetes/validation/update/service.ts',
    '!src/kubernetes/validation/update/validate-update.ts',
    '!src/kubernetes/validation/update/status.ts',
    '!src/kubernetes/validation/update/job-status.ts',
    '!src/kubernetes/validation/update/job-status-indexes.ts',
    '!src/kubernetes/validation/update/pod-status.ts',
    '!src/kubernetes/validation/update/other-status.ts',
    '!src/kubernetes/validation/update/conditions.ts',
    '!src/kubernetes/validation/update/counts.ts',
    '!src/kubernetes/validation/update/balancer.ts',
  ],
  /** What a client is warned of; pages have none. */
  warnings: ['src/kubernetes/validation/warnings/warnings.ts'],
  /** What is asked of Deployments and StatefulSets. */
  'workload-rules': ['src/kubernetes/validation/stateful-set.ts', 'src/kubernetes/validation/workloads.ts'],
  /** Pods of workloads that few submissions have. */
  workloads: ['src/cluster/controllers/jobs/job-pods.ts', 'src/cluster/controllers/workloads/daemon-set.ts'],
  yaml: [
    'src/kubernetes/yaml/edit-whole.ts',
    'src/kubernetes/yaml/places.ts',
    'src/kubernetes/yaml/plain/ask-reader.ts',
    'src/kubernetes/yaml/read-whole.ts',
    'src/kubernetes/yaml/write-whole.ts',
  ],
}
