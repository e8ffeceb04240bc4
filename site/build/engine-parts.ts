/** What the engine of the pages does without until it is needed: a grade of most submissions that are right asks for none of these. */
import type { LateParts } from './late-modules.ts'

export const ENGINE_PARTS: LateParts = {
  /** Who may do what: nobody but the cluster itself writes here. */
  authorization: [
    'src/cluster/api/admission/escalation.ts',
    'src/cluster/api/authentication',
    'src/cluster/api/authorization',
    'src/kubernetes/validation/rbac.ts',
  ],
  /** Policies that are not the same text. */
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
  gateway: ['src/kubernetes/validation/gateway-api', 'src/network/gateway', '!src/network/gateway/status.ts'],
  http: ['src/network/http', 'src/network/request.ts'],
  ingress: ['src/kubernetes/validation/ingress.ts', 'src/network/ingress', '!src/network/ingress/nginx/annotations.ts'],
  /** Kinds that few submissions have. */
  kinds: [
    'src/kubernetes/cron-schedule.ts',
    'src/kubernetes/validation/cluster-network-policy.ts',
    'src/kubernetes/validation/cron-job.ts',
    'src/kubernetes/validation/node.ts',
    'src/kubernetes/validation/pod-disruption-budget.ts',
    'src/kubernetes/validation/workloads.ts',
  ],
  /** Objects that are written again. */
  updates: [
    'src/cluster/api/managed-fields',
    'src/kubernetes/validation/update',
    'src/cluster/api/allocate/carry-service.ts',
    'src/kubernetes/go/internal-json.ts',
    'src/kubernetes/go/unified-diff.ts',
  ],
  workloads: [
    'src/cluster/controllers/jobs',
    'src/cluster/controllers/workloads',
    '!src/cluster/controllers/workloads/template-hash.ts',
  ],
  yaml: ['src/kubernetes/yaml/explain-syntax.ts', 'src/kubernetes/yaml/mend-syntax.ts', 'src/kubernetes/yaml/render-yaml.ts'],
}
