package clientgo

import (
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/restmapper"
)

func TestDiscovery(t *testing.T) {
	c := open(t)
	groups, resources, err := c.client.Discovery().ServerGroupsAndResources()
	c.must(err)
	if !slices.ContainsFunc(groups, func(group *metav1.APIGroup) bool { return group.Name == "networking.k8s.io" }) {
		t.Error("no group networking.k8s.io")
	}
	if len(resources) < 10 {
		t.Errorf("%d lists of resources", len(resources))
	}
	found, err := restmapper.GetAPIGroupResources(c.client.Discovery())
	c.must(err)
	mapping, err := restmapper.NewDiscoveryRESTMapper(found).RESTMapping(schema.GroupKind{Group: "networking.k8s.io", Kind: "Ingress"})
	c.must(err)
	if mapping.Resource.Resource != "ingresses" || mapping.Scope.Name() != "namespace" {
		t.Errorf("%v", mapping)
	}
	version, err := c.client.Discovery().ServerVersion()
	c.must(err)
	if version.Major != "1" || !strings.HasPrefix(version.GitVersion, "v1.") {
		t.Errorf("%v", version)
	}
}

func TestOpenAPI(t *testing.T) {
	c := open(t)
	two, err := c.client.Discovery().OpenAPISchema()
	c.must(err)
	if len(two.GetPaths().GetPath()) < 20 {
		t.Error("the second version of OpenAPI has few paths")
	}
	paths, err := c.client.Discovery().OpenAPIV3().Paths()
	c.must(err)
	document, err := paths["apis/apps/v1"].Schema("application/json")
	c.must(err)
	if !strings.Contains(string(document), "io.k8s.api.apps.v1.Deployment") {
		t.Error("the third version of OpenAPI has no Deployment")
	}
}

func TestDynamicClient(t *testing.T) {
	c := open(t)
	client, err := dynamic.NewForConfig(c.config)
	c.must(err)
	services := client.Resource(schema.GroupVersionResource{Version: "v1", Resource: "services"}).Namespace(c.namespace)
	made, err := services.Create(c, &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Service",
		"metadata": map[string]any{"name": "web"},
		"spec":     map[string]any{"selector": map[string]any{"app": "web"}, "ports": []any{map[string]any{"port": int64(80)}}},
	}}, metav1.CreateOptions{})
	c.must(err)
	if address, _, _ := unstructured.NestedString(made.Object, "spec", "clusterIP"); address == "" {
		t.Error("no address")
	}
	// In this order: the JSON patch puts a whole map of labels in the place of what was there.
	for _, patch := range []struct {
		kind types.PatchType
		body string
	}{
		{types.JSONPatchType, `[{"op":"add","path":"/metadata/labels","value":{"a":"1"}}]`},
		{types.MergePatchType, `{"metadata":{"labels":{"b":"2"}}}`},
		{types.ApplyPatchType, `{"apiVersion":"v1","kind":"Service","metadata":{"name":"web","labels":{"c":"3"}}}`},
		{types.StrategicMergePatchType, `{"spec":{"ports":[{"port":443,"name":"https"},{"port":80,"name":"http"}]}}`},
	} {
		if _, err := services.Patch(c, "web", patch.kind, []byte(patch.body), metav1.PatchOptions{FieldManager: "test"}); err != nil {
			t.Errorf("%s: %v", patch.kind, err)
		}
	}
	patched, err := services.Get(c, "web", metav1.GetOptions{})
	c.must(err)
	if labels := patched.GetLabels(); labels["a"] != "1" || labels["b"] != "2" || labels["c"] != "3" {
		t.Errorf("labels %v", labels)
	}
	c.must(services.DeleteCollection(c, metav1.DeleteOptions{}, metav1.ListOptions{LabelSelector: "b=2"}))
	list, err := services.List(c, metav1.ListOptions{})
	c.must(err)
	if len(list.Items) != 0 {
		t.Errorf("%d Services are left", len(list.Items))
	}
}

// Everything that is served reads as what its type says, without a field too many.
func TestStrictTypes(t *testing.T) {
	c := open(t)
	c.runPod("web", "nginx")
	client, err := dynamic.NewForConfig(c.config)
	c.must(err)
	_, lists, err := c.client.Discovery().ServerGroupsAndResources()
	c.must(err)
	strict := json.NewSerializerWithOptions(json.DefaultMetaFactory, scheme.Scheme, scheme.Scheme, json.SerializerOptions{Strict: true})
	read := 0
	for _, list := range lists {
		version, err := schema.ParseGroupVersion(list.GroupVersion)
		c.must(err)
		for _, resource := range list.APIResources {
			kind := version.WithKind(resource.Kind)
			if !slices.Contains(resource.Verbs, "list") || !scheme.Scheme.Recognizes(kind) {
				continue
			}
			found, err := client.Resource(version.WithResource(resource.Name)).List(c, metav1.ListOptions{})
			c.must(err)
			for _, item := range found.Items {
				text, err := item.MarshalJSON()
				c.must(err)
				if _, _, err := strict.Decode(text, &kind, nil); err != nil {
					t.Errorf("%s %s: %v", resource.Name, item.GetName(), err)
				}
				read++
			}
		}
	}
	if read < 50 {
		t.Errorf("only %d objects were there to read", read)
	}
}
