import { expect, test } from 'vitest'
import { endsIn, portsIn } from '../../../../src/grading/ends/list-ends.ts'
import { readCluster } from '../../../../src/grading/manifests/read-cluster.ts'

const TEXT = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec:
  containers:
    - { name: c, image: nginx, ports: [{ name: http, containerPort: 80 }, { name: dns, containerPort: 5353, protocol: UDP }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 8080, targetPort: http }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: some, namespace: shop }
spec: { podSelector: {}, ingress: [{ ports: [{ port: 9000 }] }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  rules:
    - host: shop.example
      http: { paths: [{ path: /a, pathType: Prefix, backend: { service: { name: web, port: { number: 8080 } } } }] }
    - http: { paths: [{ path: /b, pathType: Prefix, backend: { service: { name: web, port: { number: 8080 } } } }] }
`

test('ends and ports are those that the reader wrote of, by number and by name', async () => {
  const { snapshot } = await readCluster([{ path: 'x.yaml', text: TEXT }])
  if (snapshot === undefined) throw new Error('the cluster cannot be read')
  const { from, to } = endsIn(snapshot)
  expect(from.slice(0, 2)).toEqual(['pod/shop/web', 'outside'])
  expect(to).toEqual(['service/shop/web:8080', 'pod/shop/web:80', 'pod/shop/web:5353', 'http://shop.example/a'])
  expect(portsIn(snapshot)).toEqual([
    { port: '80', protocol: 'TCP' },
    { port: '5353', protocol: 'UDP' },
    { port: '9000', protocol: 'TCP' },
    { port: 'http', protocol: 'TCP' },
    { port: 'dns', protocol: 'UDP' },
  ])
})
