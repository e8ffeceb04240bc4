/** What fields mean: the generated descriptions, and words of our own where those say nothing, or nothing but what type it is. */
import { typeOf } from './field-types.ts'
import { EXTENSION_SCHEMAS } from './extensions/schemas.ts'
import { DESCRIPTIONS } from './generated/descriptions.ts'
import { fieldsOf } from './structure.ts'

const PROBE = 'The container is asked again and again; what follows from failures depends on the kind of probe.'

const OWN: Readonly<Record<string, string>> = {
  'NetworkPolicyPeer.ipBlock': 'Addresses that are let through. An entry with ipBlock has no selector beside it.',
  'NetworkPolicyPeer.namespaceSelector':
    'Namespaces by their labels; an empty selector takes all of them. With podSelector beside it, the Pods must match that as well; alone, it takes every Pod of the namespaces.',
  'NetworkPolicyPeer.podSelector':
    "Pods by their labels; an empty selector takes all of them. With namespaceSelector beside it, the Pods of those namespaces; alone, the Pods of the policy's own namespace.",
  'NetworkPolicySpec.podSelector':
    "The Pods that the policy is about, in the policy's own namespace. An empty selector takes all of them. Where several policies select a Pod, what any of them allows is allowed.",
  'NetworkPolicyPort.port':
    "A port of the Pod that is connected to, as a number or by its name in the Pod's containers. Left out: every port of the protocol.",
  'NetworkPolicy.spec': 'Which Pods are isolated, and which connections they may have all the same.',
  'Ingress.spec': 'Which hosts and paths lead to which Services.',
  'Ingress.status': 'Where the controller can be reached for this Ingress.',
  'IngressSpec.defaultBackend': 'Takes the requests that match no rule. Needed where there are no rules.',
  'IngressBackend.service': 'A Service of the namespace of the Ingress. Excludes resource.',
  'IngressBackend.resource': 'Another object of the namespace of the Ingress. Excludes service.',
  'IngressServiceBackend.port': 'The port of the Service, not of its Pods: by name or by number.',
  'IngressRule.http': 'The paths of this host and where each of them leads.',
  'HTTPIngressPath.backend': 'Where requests that match the path are sent.',
  'IngressStatus.loadBalancer': 'The addresses of the load balancer or controller in front.',
  'IngressClass.spec': 'Which controller serves the class, and with which parameters.',
  'IngressClassSpec.parameters': 'An object with further settings for the controller.',
  'Service.spec': 'Which Pods are meant, on which ports, and from where they can be reached.',
  'Service.status': 'What the cluster found for the Service, such as the address of a load balancer.',
  'ServiceSpec.sessionAffinityConfig': 'Settings of session affinity, such as its time.',
  'SessionAffinityConfig.clientIP': 'Settings of affinity by the address of the client.',
  'ServiceStatus.loadBalancer': 'The addresses of the load balancer, once there is one.',
  'ServicePort.targetPort':
    "Where the Pods listen: a number, or the name of a port of the Pod's containers, which may be another number in each Pod. Left out: the same as port. Headless Services do not translate, and ignore it.",
  'Endpoint.conditions': 'Whether the endpoint is ready, serving, terminating.',
  'Endpoint.hints': 'For which zones and nodes the endpoint is meant.',
  'Endpoint.targetRef': 'The object behind the endpoint, usually a Pod.',
  'EndpointAddress.targetRef': 'The object behind the address, usually a Pod.',
  'Pod.spec': 'What runs in the Pod, where, and how.',
  'Pod.status': 'What the Pod is doing now, as its node last reported it.',
  'PodSpec.affinity': 'On which nodes, and near which other Pods, this one should or must run.',
  'PodSpec.dnsConfig': "Name servers, search domains and options, added to those that dnsPolicy gives the Pod's resolver.",
  'PodSpec.securityContext': 'Security settings of the Pod as a whole; those of a container take precedence.',
  'Container.livenessProbe': `Restarts the container where it fails. ${PROBE}`,
  'Container.readinessProbe': `Takes the Pod out of Services while it fails. ${PROBE}`,
  'Container.startupProbe': `Holds the other probes back until it succeeds. ${PROBE}`,
  'Container.lifecycle': 'What to do after the container has started and before it is stopped.',
  'Container.resources': 'How much of which resource the container asks for, and may use at most.',
  'Container.securityContext': "Security settings of the container; they take precedence over the Pod's.",
  'Probe.exec': 'A command in the container, which must end with 0.',
  'Probe.grpc': 'A gRPC health check.',
  'Probe.httpGet': 'An HTTP request, which must be answered with a status from 200 to 399.',
  'Probe.tcpSocket': 'A TCP connection, which must come about.',
  'EnvVar.valueFrom': 'Where the value comes from. Excludes value.',
  'EnvVarSource.configMapKeyRef': 'A key of a ConfigMap of the same namespace.',
  'EnvVarSource.secretKeyRef': 'A key of a Secret of the same namespace.',
  'EnvVarSource.fieldRef': 'A field of the Pod itself, such as metadata.name or status.podIP.',
  'EnvVarSource.resourceFieldRef': 'A limit or request of a container.',
  'EnvFromSource.configMapRef': 'Every key of a ConfigMap becomes a variable.',
  'EnvFromSource.secretRef': 'Every key of a Secret becomes a variable.',
  'Volume.configMap': 'The keys of a ConfigMap as files.',
  'Volume.secret': 'The keys of a Secret as files.',
  'Volume.emptyDir': 'An empty folder that lives as long as the Pod.',
  'Volume.hostPath': 'A file or folder of the node.',
  'Volume.projected': 'Several sources in one folder.',
  'Volume.persistentVolumeClaim': 'The volume of a PersistentVolumeClaim of the same namespace.',
  'Deployment.spec': 'How many Pods are wanted, from which template, and how they are replaced.',
  'Deployment.status': 'How far the Pods that run are from those that are wanted.',
  'DeploymentSpec.strategy': 'How Pods of an old template are replaced by those of a new one.',
  'DeploymentStrategy.rollingUpdate': 'How many Pods may be missing or too many meanwhile. Only with the type RollingUpdate.',
  'PodTemplateSpec.spec': 'What runs in each of the Pods.',
  'Namespace.spec': 'What must be done before the namespace may go.',
  'Namespace.status': 'Whether the namespace is active or on its way out.',
}

const OF_EXTENSIONS: Readonly<Record<string, string>> = Object.fromEntries(
  EXTENSION_SCHEMAS.flatMap(({ descriptions = {} }) => Object.entries(descriptions)),
)

/** Fields that mean the same wherever they stand. */
const BY_NAME: Readonly<Record<string, string>> = {
  metadata: 'Name, namespace, labels and annotations of the object, and what the server notes about it.',
  selector: 'The Pods that belong to the object. It must match the labels of the template and cannot be changed.',
  template: 'The Pods that are made: their labels and what runs in them.',
  jobTemplate: 'The Job that is made each time.',
  secretRef: 'A Secret of the same namespace.',
  apiVersion: 'The group and version that the object is written in.',
  kind: 'What sort of object it is.',
}

const structureOf = (field: string): string => typeOf(field).replaceAll(/\[\]|\{\}/gu, '')

/** Of a field; without a field, of the structure itself. Empty where there is none. */
export const describeField = (structure: string, field: string): string => {
  const own = OWN[`${structure}.${field}`] ?? OF_EXTENSIONS[`${structure}.${field}`]
  const generated = DESCRIPTIONS[structure]?.[field] ?? ''
  if (own !== undefined || generated !== '' || field === '') return own ?? generated
  return BY_NAME[field] ?? DESCRIPTIONS[structureOf(fieldsOf(structure)?.[field] ?? '')]?.[''] ?? ''
}
