/** What people do with kubectl, with the real one: apply, diff, edit, wait, rollout, explain. */
import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RESOURCES } from '../../src/kubernetes/resources.ts'
import { hasKubectl, openSession, ROOT, type Session } from './support/session.ts'

const EVERY_KIND = join(ROOT, 'test/e2e/manifests/every-kind.yaml')

/** As on a real server: the merge strategy of a budget's selector is `replace`, and a LimitRange's list is replaced as a whole, without the defaults. */
const ALWAYS_CONFIGURED = ['limitrange/limits configured', 'poddisruptionbudget.policy/web configured']

/** Ten kinds whose explanations are read in full, each with fields that must be among them. */
const EXPLAINED = [
  ['pod', ['containers\t<[]Container> -required-', 'ephemeralContainers\t<[]EphemeralContainer>', 'podIPs\t<[]PodIP>']],
  ['service', ['clusterIPs\t<[]string>', 'targetPort\t<IntOrString>', 'loadBalancer\t<LoadBalancerStatus>']],
  ['deployment', ['rollingUpdate\t<RollingUpdateDeployment>', 'maxSurge\t<IntOrString>']],
  ['statefulset', ['serviceName\t<string>', 'persistentVolumeClaimRetentionPolicy\t<Stateful']],
  ['daemonset', ['updateStrategy\t<DaemonSetUpdateStrategy>']],
  ['cronjob', ['schedule\t<string> -required-', 'jobTemplate\t<JobTemplateSpec> -required-']],
  ['networkpolicy', ['ipBlock\t<IPBlock>', 'except\t<[]string>', 'endPort\t<integer>']],
  ['ingress', ['pathType\t<string> -required-', 'defaultBackend\t<IngressBackend>']],
  ['endpointslice', ['conditions\t<EndpointConditions>', 'forZones\t<[]ForZone>']],
  ['httproute', ['backendRefs\t<[]', 'parentRefs\t<[]']],
] as const

const deployment = (name: string, image: string): string =>
  JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'web', image }] } },
    },
  })

describe.skipIf(!hasKubectl)('kubectl', () => {
  let session: Session
  beforeAll(async () => {
    session = await openSession()
    expect((await session.grade('up')).code).toBe(0)
  })
  afterAll(() => session.close())

  const ok = async (line: string): Promise<string> => {
    const { code, out, err } = await session.shell(line)
    expect(code, `${line}\n${out}${err}`).toBe(0)
    return out
  }
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(session.home, name)
    await writeFile(path, text, { mode: 0o755 })
    return path
  }

  describe('apply', () => {
    test('the manifests name every kind that can be applied', () => {
      const named = new Set(
        readFileSync(EVERY_KIND, 'utf8')
          .match(/^kind: \w+$/gmu)
          ?.map((line) => line.slice('kind: '.length)),
      )
      const served = new Set(RESOURCES.filter(({ verbs }) => verbs.includes('patch')).map(({ kind }) => kind))
      expect([...served].filter((kind) => !named.has(kind))).toEqual([])
    })

    test('every kind is made, and applied again is unchanged', async () => {
      const made = (await ok(`kubectl apply -f ${EVERY_KIND}`)).trimEnd().split('\n')
      expect(made.filter((line) => !line.endsWith(' created'))).toEqual([])
      const again = (await ok(`kubectl apply -f ${EVERY_KIND}`)).trimEnd().split('\n')
      expect(again.length).toBe(made.length)
      expect(again.filter((line) => !line.endsWith(' unchanged'))).toEqual(ALWAYS_CONFIGURED)
    })

    test('a kind that a CustomResourceDefinition brings', async () => {
      const backup = 'apiVersion: example.com/v1\nkind: Backup\nmetadata: {name: a}\nspec: {cron: "@daily"}\n'
      await ok('kubectl wait --for=condition=Established crd/backups.example.com --timeout=10s')
      expect(await ok(`kubectl apply -f - <<'END'\n${backup}END`)).toBe('backup.example.com/a created\n')
      expect(await ok(`kubectl apply -f - <<'END'\n${backup}END`)).toBe('backup.example.com/a unchanged\n')
    })

    test('from the server: what two managers hold is a conflict until one gives way', async () => {
      const settings = (answer: string): string =>
        `<<'END'\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: shared}\ndata: {answer: "${answer}"}\nEND`
      const apply = 'kubectl apply --server-side -f -'
      expect(await ok(`${apply} --field-manager=first ${settings('42')}`)).toBe('configmap/shared serverside-applied\n')
      const refused = await session.shell(`${apply} --field-manager=second ${settings('43')}`)
      expect(refused.code).toBe(1)
      expect(refused.err).toContain('Apply failed with 1 conflict: conflict with "first": .data.answer')
      await ok(`${apply} --field-manager=second --force-conflicts ${settings('43')}`)
      const holders = 'kubectl get cm shared --show-managed-fields -o jsonpath="{.metadata.managedFields[*].manager}"'
      expect(await ok(holders)).toBe('second')
      expect(await ok(`${apply} --field-manager=first ${settings('43')}`)).toContain('serverside-applied')
      expect((await ok(holders)).split(' ').sort()).toEqual(['first', 'second'])
    })
  })

  test('diff: shows what would change, and nothing after it has', async () => {
    const before = await write('before.json', deployment('differing', 'nginx:1.26'))
    const after = await write('after.json', deployment('differing', 'nginx:1.27'))
    await ok(`kubectl apply -f ${before}`)
    expect((await session.shell(`kubectl diff -f ${before}`)).code).toBe(0)
    const shown = await session.shell(`kubectl diff -f ${after}`)
    expect(shown.code).toBe(1)
    expect(shown.out).toMatch(/^- +- image: nginx:1\.26$/mu)
    expect(shown.out).toMatch(/^\+ +- image: nginx:1\.27$/mu)
    await ok(`kubectl apply -f ${after}`)
    expect(await session.shell(`kubectl diff -f ${after}`)).toMatchObject({ code: 0, out: '' })
  })

  describe('edit', () => {
    beforeAll(async () => {
      await session.shell('kubectl create configmap edited --from-literal=answer=42')
    })

    test('an editor’s change is kept', async () => {
      const editor = await write('editor.sh', '#!/bin/sh\nsed -i \'s/answer: "42"/answer: "43"/\' "$1"\n')
      expect(await ok(`KUBE_EDITOR=${editor} kubectl edit configmap edited`)).toBe('configmap/edited edited\n')
      expect(await ok('kubectl get cm edited -o jsonpath={.data.answer}')).toBe('43')
    })

    test('no change is none', async () => {
      const { code, err } = await session.shell('KUBE_EDITOR=true kubectl edit configmap edited')
      expect([code, err]).toEqual([0, 'Edit cancelled, no changes made.\n'])
    })

    test('what the server refuses is shown, and kept for another try', async () => {
      await ok('kubectl create service clusterip edited --tcp=80')
      const edits = join(session.home, 'edits')
      await mkdir(edits)
      const editor = await write('break.sh', '#!/bin/sh\nsed -i "s/port: 80$/port: 70000/" "$1"\n')
      const { code, err } = await session.shell(`TMPDIR=${edits} KUBE_EDITOR=${editor} kubectl edit service edited`)
      expect(code).toBe(1)
      expect(err).toContain('error: services "edited" is invalid')
      expect(err).toContain('error: Edit cancelled, no valid changes were saved.')
      const [kept = ''] = await readdir(edits)
      expect(await readFile(join(edits, kept), 'utf8')).toContain('port: 70000')
    })
  })

  test('wait: for conditions, for fields, for the end; in vain', async () => {
    await ok('kubectl run waited --image=nginx')
    expect(await ok('kubectl wait --for=condition=Ready pod/waited --timeout=20s')).toBe('pod/waited condition met\n')
    expect(await ok("kubectl wait --for=jsonpath='{.status.phase}'=Running pod/waited --timeout=20s")).toContain(
      'condition met',
    )
    const vain = await session.shell('kubectl wait --for=condition=Ready=false pod/waited --timeout=200ms')
    expect([vain.code, vain.err]).toEqual([1, 'error: timed out waiting for the condition on pods/waited\n'])
    const gone = session.shell('kubectl wait --for=delete pod/waited --timeout=20s')
    await ok('kubectl delete pod waited --wait=false')
    expect((await gone).code).toBe(0)
    const create = session.shell('kubectl wait --for=create configmap/late --timeout=20s')
    await ok('kubectl create configmap late')
    expect((await create).code).toBe(0)
  })

  test('rollout: status, history, undo, pause, restart', async () => {
    const first = await write('rolled.json', deployment('rolled', 'nginx:1.26'))
    await ok(`kubectl apply -f ${first}`)
    const status = 'kubectl rollout status deployment/rolled --timeout=30s'
    expect(await ok(status)).toContain('deployment "rolled" successfully rolled out')
    await ok('kubectl set image deployment/rolled web=nginx:1.27')
    await ok(status)
    await ok('kubectl annotate deployment/rolled kubernetes.io/change-cause="newer nginx"')
    await expect
      .poll(() => ok('kubectl rollout history deployment/rolled'))
      .toBe('deployment.apps/rolled \nREVISION  CHANGE-CAUSE\n1         <none>\n2         newer nginx\n\n')
    expect(await ok('kubectl rollout history deployment/rolled --revision=1')).toContain('nginx:1.26')
    expect(await ok('kubectl rollout undo deployment/rolled')).toBe('deployment.apps/rolled rolled back\n')
    await ok(status)
    const image = 'kubectl get deployment rolled -o jsonpath={.spec.template.spec.containers[0].image}'
    expect(await ok(image)).toBe('nginx:1.26')
    expect(await ok('kubectl rollout history deployment/rolled')).toMatch(/^2 .*\n3 /mu)
    await ok('kubectl rollout pause deployment/rolled')
    const paused = await session.shell('kubectl rollout restart deployment/rolled')
    expect([paused.code, paused.err]).toEqual([1, expect.stringContaining("can't restart paused deployment")])
    await ok('kubectl rollout resume deployment/rolled')
    const before = await ok('kubectl get pods -l app=rolled -o name')
    expect(await ok('kubectl rollout restart deployment/rolled')).toBe('deployment.apps/rolled restarted\n')
    await ok(status)
    const after = await ok('kubectl get pods -l app=rolled --field-selector=status.phase=Running -o name')
    expect(after.split('\n').filter((name) => name !== '' && before.includes(name))).toEqual([])
  })

  test.each(['statefulset/database', 'daemonset/agent'])('rollout of %s', async (name) => {
    expect(await ok(`kubectl rollout status ${name} -n kinds --timeout=30s`)).toMatch(
      /roll out complete|successfully rolled out/u,
    )
    await ok(`kubectl rollout restart ${name} -n kinds`)
    await ok(`kubectl rollout status ${name} -n kinds --timeout=60s`)
    expect(await ok(`kubectl rollout history ${name} -n kinds`)).toMatch(/^1 .*\n2 /mu)
    expect(await ok(`kubectl rollout undo ${name} -n kinds`)).toContain('rolled back')
    await ok(`kubectl rollout status ${name} -n kinds --timeout=60s`)
  })

  test.each(EXPLAINED)('explain --recursive %s', async (kind, fields) => {
    const text = await ok(`kubectl explain --recursive ${kind}`)
    for (const field of fields) expect(text).toContain(field)
  })
})
