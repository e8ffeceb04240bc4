// The texts are what kind 0.33 and docker printed.
import { describe, expect, test } from 'vitest'
import {
  finishedStep,
  imageIn,
  portsIn,
  readClusters,
  reasonIn,
  sentenceIn,
} from '../../../../../grader/environments/kind/read-kind.ts'

const RUN =
  'ERROR: failed to create cluster: command "docker run --name x-control-plane --publish=127.0.0.1:8080:80/TCP --publish=127.0.0.1:33099:6443/TCP node:v1" failed with error: exit status 125\n\nCommand Output: '

const STOPPED = `ERROR: failed to list clusters: command "docker ps -a --filter label=io.x-k8s.kind.cluster" failed with error: exit status 1

Command Output: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?`

const NO_DOCKER = `ERROR: failed to list clusters: command "docker ps -a" failed with error: exec: "docker": executable file not found in $PATH

Command Output: `

const NO_IMAGE = `cgroup v1 is deprecated in Kubernetes and will not be supported in a future kind release, please upgrade to cgroup v2
Creating cluster "x" ...
 • Ensuring node image (nothere/node:v9) 🖼️  ...
 ✗ Ensuring node image (nothere/node:v9) 🖼️
ERROR: failed to create cluster: failed to pull image "nothere/node:v9": command "docker pull nothere/node:v9" failed with error: exit status 1

Command Output: Error response from daemon: Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host`

const PORT = `${RUN}66bf25a64dfd59ffc0d58d8533d85b475a7ff1b1eb85e62dbcad2d9bbbf63e9f
docker: Error response from daemon: driver failed programming external connectivity on endpoint x-control-plane (1ea7e5): Bind for 127.0.0.1:8080 failed: port is already allocated

Run 'docker run --help' for more information`

const PORT_OF_A_PROGRAM = `${RUN}docker: Error response from daemon: failed to set up container networking: driver failed programming external connectivity on endpoint x: failed to bind host port 127.0.0.1:30000/tcp: address already in use`

const FULL = `${RUN}docker: Error response from daemon: mkdir /var/lib/docker/overlay2/1: no space left on device.`

describe('why kind failed', () => {
  test.each([
    ['', 'kind-failed'],
    ['ERROR: failed to create cluster: node(s) already exist for a cluster with the name "kind"', 'kind-failed'],
    [STOPPED, 'runtime-stopped'],
    [NO_DOCKER, 'runtime-missing'],
    [NO_IMAGE, 'kind-image-missing'],
    [PORT, 'kind-ports-taken'],
    [PORT_OF_A_PROGRAM, 'kind-ports-taken'],
    [FULL, 'kind-disk-full'],
  ])('%j', (err, expected) => {
    expect(reasonIn(err)).toBe(expected)
  })

  test('one sentence says it, without the command line and its help', () => {
    expect(sentenceIn('')).toBe('')
    expect(sentenceIn(STOPPED)).toMatch(/^Cannot connect to the Docker daemon/u)
    expect(sentenceIn(PORT)).toMatch(/^docker: Error response from daemon: .*port is already allocated$/u)
    expect(sentenceIn('Creating\nERROR: failed to create cluster: unknown apiVersion: ')).toBe('unknown apiVersion:')
    expect(sentenceIn(`ERROR: ${'x'.repeat(1000)}`).length).toBeLessThan(500)
  })

  test('the port that was refused is named, not those of the command line', () => {
    expect(portsIn(PORT)).toEqual([8080])
    expect(portsIn(PORT_OF_A_PROGRAM)).toEqual([30_000])
    expect(portsIn(STOPPED)).toEqual([])
  })

  test('the image that could not be had', () => {
    expect(imageIn(NO_IMAGE)).toBe('nothere/node:v9')
    expect(imageIn(STOPPED)).toBeUndefined()
  })
})

describe('what kind tells meanwhile', () => {
  test.each([
    ['', undefined],
    ['Creating cluster "x" ...', undefined],
    [' • Preparing nodes 📦 📦 📦  ...', undefined],
    [' ✗ Preparing nodes 📦 📦 📦 ', undefined],
    [' ✓ Ensuring node image (node:v1) 🖼️', 'image'],
    [' ✓ Preparing nodes 📦 📦 📦 ', 'nodes'],
    [' ✓ Writing configuration 📜', 'configuration'],
    [' ✓ Starting control-plane 🕹️', 'control-plane'],
    [' ✓ Installing CNI 🔌', 'network'],
    [' ✓ Installing StorageClass 💾', 'storage'],
    [' ✓ Joining worker nodes 🚜', 'workers'],
    [' ✓ Something new', undefined],
  ])('%j', (line, expected) => {
    expect(finishedStep(line)).toBe(expected)
  })

  test('names of clusters, one a line', () => {
    expect(readClusters('')).toEqual([])
    expect(readClusters('kind\nnetgrade-a\n')).toEqual(['kind', 'netgrade-a'])
  })
})
