import { expect, test } from 'vitest'
import { ROOT_MESSAGES } from '../../../src/kubernetes/generated/protobuf.ts'
import { RESOURCES } from '../../../src/kubernetes/resources.ts'

/** Groups whose kinds clients send as JSON: they come from CustomResourceDefinitions, make them, or register other servers. */
const JSON_GROUPS =
  /^(?:apiextensions\.k8s\.io|apiregistration\.k8s\.io|gateway\.networking\.k8s\.io|policy\.networking\.k8s\.io)\//u

test('every kind of the API’s own groups is read in the encoding in which newer kubectl creates it', () => {
  const kinds = RESOURCES.filter(({ apiVersion }) => !JSON_GROUPS.test(apiVersion)).map(
    ({ apiVersion, kind }) => `${apiVersion}/${kind}`,
  )
  expect(kinds.length).toBeGreaterThan(30)
  expect(kinds.filter((kind) => !(kind in ROOT_MESSAGES))).toEqual([])
})
