import { describe, expect, test } from 'vitest'
import { ephemeralPatch, ownerOf, probePod } from '../../../../../grader/environments/live/observe/probe-objects.ts'
import { writeProbe } from '../../../../../src/grading/observation/script.ts'
import { decode } from '../../../../../src/kubernetes/decode/decode.ts'

const POD = probePod({
  namespace: 'shop',
  name: 'p',
  run: 'r1',
  owner: { name: 'o', uid: 'u' },
  image: 'busybox',
  labels: { app: 'web' },
  nodeName: 'n',
})

describe('a Pod of our own', () => {
  test('has the labels that were asked for, and ours', () => {
    expect(POD.metadata.labels).toEqual({ app: 'web', 'netgrade.io/probe': 'r1' })
  })
  test('is never an endpoint, and nobody else’s', () => {
    expect(POD.spec?.readinessGates).toHaveLength(1)
    expect(POD.metadata.ownerReferences).toMatchObject([{ kind: 'ConfigMap', name: 'o', uid: 'u', controller: true }])
  })
  test('ends by itself', () => {
    expect(POD.spec?.activeDeadlineSeconds).toBe(300)
    expect(POD.spec?.restartPolicy).toBe('Never')
  })
  test('is one that the API server takes', () => {
    for (const object of [POD, ownerOf('shop', 'r1')]) {
      const { unknownFields, wrongTypes } = decode({ ...object }, { fieldValidation: 'Strict', duplicateKeys: [] })
      expect([...unknownFields, ...wrongTypes]).toEqual([])
    }
  })
  test('and an ephemeral container have no rights that they do not need', () => {
    const contexts = [POD.spec?.containers[0]?.securityContext, JSON.parse(JSON.stringify(ephemeralPatch('e', 'busybox')))]
    expect(contexts[0]).toMatchObject({ runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } })
    expect(JSON.stringify(contexts[1])).toContain('"runAsNonRoot":true')
  })
})

describe('the script of a probe', () => {
  test('does not let what is asked for become a command', () => {
    const script = writeProbe({ kind: 'name', name: "a'; touch /tmp/x; '", type: 'A' })
    expect(script).toContain(String.raw`nslookup 'a'\''; touch /tmp/x; '\'''`)
  })
  test('takes the address of an Ingress for the connection alone', () => {
    const aim = {
      kind: 'request',
      url: 'http://a.test/x?y=1',
      method: 'GET',
      headers: {},
      connectTo: { host: '10.0.0.1', port: 8080 },
    } as const
    const script = writeProbe(aim)
    expect(script).toContain("--connect-to '::10.0.0.1:8080' 'http://a.test/x?y=1'")
    expect(script).toContain("--header 'Host: a.test' 'http://10.0.0.1:8080/x?y=1'")
  })
  test('says that nothing can ask by SCTP', () => {
    expect(writeProbe({ kind: 'connection', protocol: 'SCTP', host: '10.0.0.1', port: 1 })).toBe('echo netgrade-tool=none')
  })
})
