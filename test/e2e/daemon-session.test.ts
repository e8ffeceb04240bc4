import { createServer, type AddressInfo } from 'node:net'
import { basename } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findKubectls, hasKubectl, openSession, run, type Session } from './support/session.ts'

let session: Session
let nodePort: number
beforeAll(async () => {
  nodePort = await freeNodePort()
  session = await openSession()
  const up = await session.grade('up')
  expect(up.err).toBe('')
  expect(up.code).toBe(0)
})
afterAll(() => session.close())

async function ok(line: string): Promise<string> {
  const { code, out, err } = await session.shell(line)
  expect(code, `${line}\n${out}${err}`).toBe(0)
  return out
}

/** The port, where nobody has it; 0 stands for any. */
const freePort = (wanted = 0): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/** Of the node ports, the last that is free on this machine: a cluster of kind may have others. */
async function freeNodePort(): Promise<number> {
  for (let port = 32_767; port >= 30_000; port--) if ((await freePort(port)) !== undefined) return port
  throw new Error('no node port is free')
}

const POLICY = `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: closed, namespace: shop }
spec: { podSelector: { matchLabels: { run: web } }, policyTypes: [Ingress] }
`

const INGRESS = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] }
`

interface Status {
  readonly ingress: { readonly http: number }
}

describe.skipIf(!hasKubectl)('a learner’s session', () => {
  it('runs and exposes a Pod', async () => {
    await ok('kubectl create namespace shop')
    await ok('kubectl run web --image=nginx --port=80 -n shop && kubectl expose pod web --port=80 -n shop')
    await ok('kubectl run client --image=busybox:1.28 -n shop -- sleep 3600')
    // A script that runs locks what all programs share, and nothing that is loaded later may need it open.
    await ok("kubectl run loop --image=busybox:1.28 -n shop -- sh -c 'while true; do sleep 1; done'")
    await ok('kubectl wait --for=condition=Ready pod --all -n shop --timeout=30s')
    expect(await ok('kubectl get pods -n shop')).toMatch(/web +1\/1 +Running/)
  })

  it('reaches it from another Pod by name', async () => {
    expect(await ok('kubectl exec client -n shop -- wget -qO- -T 2 http://web')).toContain('Welcome to nginx')
  })

  it('looks names up in a Pod that lives for one command', async () => {
    const out = await ok('kubectl run look -n shop -it --rm --image=busybox:1.28 --restart=Never -- nslookup web </dev/null')
    expect(out).toContain('web.shop.svc.cluster.local')
  })

  it('gets exit codes, standard input and standard error through exec', async () => {
    expect((await session.shell('kubectl exec client -n shop -- sh -c "exit 7"')).code).toBe(7)
    expect(await ok('echo hello | kubectl exec -i client -n shop -- cat')).toBe('hello\n')
    expect((await session.shell('kubectl exec client -n shop -- sh -c "echo oops >&2"')).err).toBe('oops\n')
  })

  it('speaks SPDY with kubectl too', async () => {
    const spdy = 'KUBECTL_REMOTE_COMMAND_WEBSOCKETS=false KUBECTL_PORT_FORWARD_WEBSOCKETS=false'
    expect(await ok(`echo hello | ${spdy} kubectl exec -i client -n shop -- cat`)).toBe('hello\n')
    const port = await freePort()
    const line = `${spdy} kubectl port-forward pod/web -n shop ${port}:80 >/dev/null & pid=$!; sleep 1; curl -sS -m 3 http://127.0.0.1:${port}/; kill $pid`
    expect(await ok(line)).toContain('Welcome to nginx')
  })

  it('forwards a port, and says when nobody listens behind it', async () => {
    const port = await freePort()
    const forward = (remote: number): string =>
      `kubectl port-forward svc/web -n shop ${port}:${remote} >/dev/null & pid=$!; sleep 1; curl -sS -m 3 http://127.0.0.1:${port}/; kill $pid; wait $pid`
    expect((await session.shell(forward(80))).out).toContain('Welcome to nginx')
    const pod = `kubectl port-forward pod/web -n shop ${port}:81 & pid=$!; sleep 1; curl -s -m 3 http://127.0.0.1:${port}/; wait $pid`
    expect((await session.shell(pod)).err).toContain('connect: connection refused')
  })

  it('follows logs that a request writes', async () => {
    expect(await ok('kubectl logs web -n shop')).toContain('GET / HTTP/1.1')
  })

  it('opens a node port on this machine', async () => {
    await ok(`kubectl create service nodeport front --tcp=80 --node-port=${nodePort} -n shop`)
    await ok(`kubectl patch service front -n shop -p '{"spec":{"selector":{"app":null,"run":"web"}}}'`)
    expect(await ok(`curl -sS -m 5 --retry 3 --retry-connrefused http://127.0.0.1:${nodePort}/`)).toContain('Welcome to nginx')
    expect((await session.shell(`curl -sS -m 5 -o /dev/null -w "%{http_code}" http://127.0.0.1:${nodePort}/nosuch`)).out).toBe(
      '404',
    )
  })

  it('serves an Ingress on this machine', async () => {
    await ok(`kubectl apply -f - <<'END'${INGRESS}END`)
    const { ingress } = JSON.parse((await session.grade('status', '--json')).out) as Status
    const curl = `curl -sS -m 5 -o /dev/null -w '%{http_code}' http://127.0.0.1:${ingress.http}/`
    expect(await ok(`${curl} -H 'Host: shop.example.com'`)).toBe('200')
    expect(await ok(`${curl} -H 'Host: other.example.com'`)).toBe('404')
  })

  it('lets a dropped connection hang and refuses one without endpoints', async () => {
    await ok(`kubectl apply -f - <<'END'${POLICY}END`)
    expect((await session.shell('kubectl exec client -n shop -- wget -qO- -T 1 http://web')).err).toContain('timed out')
    expect((await session.shell(`curl -sS -m 2 http://127.0.0.1:${nodePort}/`)).code).toBe(28)
    await ok('kubectl delete networkpolicy closed -n shop')
    await ok('kubectl delete pod web -n shop --now')
    expect((await session.shell(`curl -sS -m 5 http://127.0.0.1:${nodePort}/`)).code).toBe(7)
  })
})

const kubectls = await findKubectls()

describe(`every kubectl there is (${kubectls.length})`, () => {
  it.each(kubectls.map((path) => [basename(path), path]))('%s gets, applies and executes', async (_name, path) => {
    const environment = { ...session.environment, KUBECONFIG: `${session.state}/kubeconfig` }
    const kubectl = (...args: string[]): ReturnType<typeof run> => run(path, args, { environment })
    expect((await kubectl('get', 'nodes', '-o', 'name')).out).toMatch(/^node\//)
    expect((await kubectl('apply', '-f', 'tasks/2-2/start.yaml')).code).toBe(0)
    expect((await kubectl('wait', '--for=condition=Ready', 'pod/client', '-n', 'devops', '--timeout=20s')).code).toBe(0)
    expect((await kubectl('exec', 'client', '-n', 'devops', '--', 'echo', 'hello')).out).toBe('hello\n')
    expect((await kubectl('api-resources', '-o', 'name')).out).toContain('networkpolicies.networking.k8s.io')
    expect((await kubectl('explain', 'service.spec.ports')).out).toContain('targetPort')
  })
})
