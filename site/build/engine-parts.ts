/** What the engine of the pages does without until it is needed: a grade of most submissions that are right asks for few of these. */
import type { LateParts } from './late-modules.ts'

export const ENGINE_PARTS: LateParts = {
  /** Who may do what: nobody but the cluster itself writes here. */
  authorization: [
    'src/cluster/api/admission/escalation.ts',
    'src/cluster/api/authentication',
    'src/cluster/api/authorization',
    'src/cluster/api/quota',
    'src/kubernetes/validation/rbac.ts',
  ],
  /** Whether policies mean the same. */
  compare: ['src/network/compare'],
  /** Kinds that somebody else defines. */
  custom: [
    'src/cluster/custom/decode-custom.ts',
    'src/cluster/custom/structural-schema.ts',
    'src/cluster/custom/validate-value.ts',
    'src/kubernetes/validation/custom-resource-definition.ts',
  ],
  dns: ['src/network/dns', 'src/network/resolve.ts'],
  explain: [
    'src/grading/explain',
    'src/grading/korean.ts',
    'src/grading/manifests/explain-reason.ts',
    'src/grading/manifests/explain-refusal.ts',
    'src/grading/manifests/explain-unknown-fields.ts',
    'src/grading/manifests/yaml-words.ts',
    'src/grading/repair',
    'src/network/service/missing-endpoints.ts',
  ],
  gateway: ['src/kubernetes/validation/gateway-api', 'src/network/gateway'],
  http: ['src/grading/checks/answers.ts', 'src/network/http', '!src/network/http/pages.ts', 'src/network/request.ts'],
  ingress: ['src/cluster/controllers/ingress-status.ts', 'src/kubernetes/validation/ingress.ts', 'src/network/ingress'],
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
    'src/network/policy/tiers/near-miss.ts',
  ],
  /** Objects that are written again, and what clients own of them. */
  updates: [
    'src/cluster/api/allocate/carry-service.ts',
    'src/cluster/api/managed-fields',
    'src/kubernetes/go/internal-json.ts',
    'src/kubernetes/go/unified-diff.ts',
    'src/kubernetes/patch',
    'src/kubernetes/validation/pod/ephemeral-containers.ts',
    'src/kubernetes/validation/update',
    '!src/kubernetes/validation/update/immutable.ts',
    '!src/kubernetes/validation/update/validate-update.ts',
  ],
  workloads: [
    'src/cluster/controllers/jobs',
    'src/cluster/controllers/workloads',
    '!src/cluster/controllers/workloads/template-hash.ts',
  ],
  yaml: [
    'src/kubernetes/yaml/explain-syntax.ts',
    'src/kubernetes/yaml/mend-syntax.ts',
    'src/kubernetes/yaml/options.ts',
    'src/kubernetes/yaml/places.ts',
    'src/kubernetes/yaml/plain/ask-reader.ts',
    'src/kubernetes/yaml/read-whole.ts',
    'src/kubernetes/yaml/render-yaml.ts',
  ],
}
