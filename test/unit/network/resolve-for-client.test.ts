/** Which of a name's addresses a program tries first. */
import { expect, test } from 'vitest'
import type { ResolverLibrary, Source } from '../../../src/network/model.ts'
import { resolveForClient } from '../../../src/network/resolve.ts'
import { clusterOf } from '../../cases/read-case.ts'

const HOSTS = `{hostAliases: [{ip: 10.244.1.9, hostnames: [both, global, old]}, {ip: 'fd00::9', hostnames: [both, new]}, {ip: '2001:db8::9', hostnames: [global]}]}`

const snapshot = clusterOf(`
{apiVersion: v1, kind: Pod, metadata: {name: four}, status: {podIPs: [{ip: 10.244.1.1}]}, spec: ${HOSTS}}
---
{apiVersion: v1, kind: Pod, metadata: {name: six}, status: {podIPs: [{ip: 'fd00:10::2'}]}, spec: ${HOSTS}}
---
{apiVersion: v1, kind: Pod, metadata: {name: dual}, status: {podIPs: [{ip: 10.244.1.3}, {ip: 'fd00:10::3'}]}, spec: ${HOSTS}}
`)

const pod = (name: string): Source => ({ pod: { namespace: 'default', name } })

test.each<readonly [string, string, string, ResolverLibrary, string]>([
  ['D16: a client of one family', 'four', 'both', 'glibc', '10.244.1.9'],
  ['D16: of the other', 'six', 'both', 'musl', 'fd00::9'],
  ['D16: which has no choice', 'four', 'new', 'glibc', 'fd00::9'],
  ['D16: nor here', 'six', 'old', 'glibc', '10.244.1.9'],
  ['D23: glibc puts IPv6 first', 'dual', 'both', 'glibc', 'fd00::9'],
  ['D23: musl puts unique local addresses last', 'dual', 'both', 'musl', '10.244.1.9'],
  ['D23: and global ones first', 'dual', 'global', 'musl', '2001:db8::9'],
  ['D16: a name of one family', 'dual', 'old', 'glibc', '10.244.1.9'],
  ['D16: of the other', 'dual', 'new', 'musl', 'fd00::9'],
])('%s: %s asks for %s with %s', (_title, from, name, library, expected) => {
  expect(resolveForClient(snapshot, { from: pod(from), name, library }).addresses[0]).toBe(expected)
})
