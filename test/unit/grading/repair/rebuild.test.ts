import { expect, test } from 'vitest'
import { editOf } from '../../../../src/grading/repair/patch.ts'
import { rebuild } from '../../../../src/grading/repair/rebuild.ts'
import type { Snapshot } from '../../../../src/network/model.ts'
import { request } from '../../../../src/network/request.ts'
import { clusterOf } from '../../../cases/read-case.ts'

const MANIFESTS = `apiVersion: v1
kind: Namespace
metadata: { name: default }
---
apiVersion: v1
kind: Namespace
metadata: { name: own }
---
apiVersion: v1
kind: Pod
metadata: { name: web, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx, ports: [{ name: http, containerPort: 80 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: controller, namespace: own, labels: { app: own-controller } }
spec: { containers: [{ name: c, image: nginx }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: own }
spec: { controller: example.com/own }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web }
spec:
  ingressClassName: own
  rules: [{ host: a.test, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: wep, port: { number: 80 } } } }] } }]
`

/** As a real cluster has it, with a controller that the embedded one knows nothing of. */
const real = (): Snapshot => {
  const { objects, facts } = clusterOf(MANIFESTS)
  const ingressControllers = [
    { controller: 'example.com/own', behaviour: 'specification', namespace: 'own', podLabels: { app: 'own-controller' } },
  ] as const
  return { objects, facts: { ...facts, cluster: { ...facts.cluster, ingressControllers, policiesEnforced: false } } }
}

test('a repair leaves what a real cluster does otherwise as it is', async () => {
  const ingress = { kind: 'Ingress', namespace: 'default', name: 'web' }
  const patch = editOf(ingress, 'spec.rules[0].http.paths[0].backend.service.name', 'web')
  const rebuilt = await rebuild(real(), patch, { keepAddresses: false })
  if (rebuilt === undefined) throw new Error('refused')
  const { ingressControllers, policiesEnforced } = rebuilt.facts.cluster
  expect(policiesEnforced).toBe(false)
  expect(ingressControllers.map(({ controller }) => controller)).toEqual(['example.com/own'])
  const { outcomes } = request(rebuilt, { from: { outside: '203.0.113.7' }, url: 'http://a.test/', connectTo: 'ingress' })
  expect(outcomes.map(({ response }) => response?.status)).toEqual([200])
})
