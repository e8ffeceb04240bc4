/**
 * What the engine of the pages does without until it is needed: a grade of most submissions that are right asks for few of these. Only
 * the modules are named that others call; what these need for themselves comes with them.
 */
import type { LateParts } from './late-modules.ts'

export const ENGINE_PARTS: LateParts = {
  /** Who may do what, and how much: nobody but the cluster itself writes here. */
  authorization: [
    'src/cluster/api/admission/escalation.ts',
    'src/cluster/api/authentication/service-account-token.ts',
    'src/cluster/api/quota/usage.ts',
    'src/kubernetes/validation/rbac.ts',
  ],
  /** Whether policies mean the same. */
  compare: ['src/network/compare/compare.ts'],
  /** Kinds that somebody else defines. */
  custom: [
    'src/cluster/custom/decode-custom.ts',
    'src/cluster/custom/structural-schema.ts',
    'src/cluster/custom/validate-value.ts',
    'src/kubernetes/validation/custom-resource-definition.ts',
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
    'src/grading/korean.ts',
    'src/grading/manifests/explain-reason.ts',
    'src/grading/manifests/explain-refusal.ts',
    'src/grading/manifests/explain-unknown-fields.ts',
    'src/grading/manifests/yaml-words.ts',
    'src/grading/repair/show-patch.ts',
    'src/network/service/missing-endpoints.ts',
  ],
  gateway: [
    'src/kubernetes/validation/gateway-api',
    'src/network/gateway/classes.ts',
    'src/network/gateway/entry.ts',
    'src/network/gateway/proxies.ts',
  ],
  /** How Go prints objects. */
  go: ['src/kubernetes/go', '!src/kubernetes/go/time.ts'],
  http: [
    'src/grading/checks/answers.ts',
    'src/network/http/forward.ts',
    'src/network/http/pattern.ts',
    'src/network/http/serve.ts',
    'src/network/http/way.ts',
    'src/network/request.ts',
  ],
  ingress: ['src/kubernetes/validation/ingress.ts', 'src/network/ingress/controllers.ts', 'src/network/ingress/proxy.ts'],
  /** Kinds that few submissions have. */
  kinds: [
    'src/kubernetes/cron-schedule.ts',
    'src/kubernetes/validation/cluster-network-policy.ts',
    'src/kubernetes/validation/cron-job.ts',
    'src/kubernetes/validation/endpoints.ts',
    'src/kubernetes/validation/ingress-class.ts',
    'src/kubernetes/validation/node.ts',
    'src/kubernetes/validation/pod-disruption-budget.ts',
    'src/kubernetes/validation/service-cidr.ts',
    'src/kubernetes/validation/workloads.ts',
    'src/network/policy/tiers/decide.ts',
    'src/network/policy/tiers/near-miss.ts',
  ],
  structures: ['src/kubernetes/structure-rare.ts'],
  /** Objects that are written again, and what clients own of them. */
  updates: [
    'src/cluster/api/allocate/carry-service.ts',
    'src/cluster/api/managed-fields/managers.ts',
    'src/kubernetes/patch',
    'src/kubernetes/validation/pod/ephemeral-containers.ts',
    'src/kubernetes/validation/update',
    '!src/kubernetes/validation/update/immutable.ts',
    '!src/kubernetes/validation/update/validate-update.ts',
  ],
  workloads: [
    'src/cluster/controllers/jobs/job-pods.ts',
    'src/cluster/controllers/workloads/daemon-set.ts',
    'src/cluster/controllers/workloads/stateful-set.ts',
  ],
  yaml: [
    'src/kubernetes/yaml/places.ts',
    'src/kubernetes/yaml/plain/ask-reader.ts',
    'src/kubernetes/yaml/read-whole.ts',
    'src/kubernetes/yaml/render-yaml.ts',
  ],
}
