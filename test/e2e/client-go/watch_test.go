package clientgo

import (
	"fmt"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/dynamic/dynamicinformer"
	"k8s.io/client-go/features"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/metadata"
	"k8s.io/client-go/metadata/metadatainformer"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/tools/pager"
	watchtools "k8s.io/client-go/tools/watch"
)

type withWatchList struct{ on bool }

func (gates withWatchList) Enabled(feature features.Feature) bool {
	return feature == features.WatchListClient && gates.on || feature == features.InformerResourceVersion
}

// heard collects what an informer tells.
type heard struct {
	sync.Mutex
	lines []string
}

func (h *heard) add(verb string, object any) {
	name, _ := cache.DeletionHandlingMetaNamespaceKeyFunc(object)
	h.Lock()
	defer h.Unlock()
	h.lines = append(h.lines, verb+" "+name)
}

func (h *heard) has(line string) bool {
	h.Lock()
	defer h.Unlock()
	for _, one := range h.lines {
		if one == line {
			return true
		}
	}
	return false
}

func (h *heard) handlers() cache.ResourceEventHandlerFuncs {
	return cache.ResourceEventHandlerFuncs{
		AddFunc:    func(object any) { h.add("added", object) },
		UpdateFunc: func(_, object any) { h.add("updated", object) },
		DeleteFunc: func(object any) { h.add("deleted", object) },
	}
}

// follow starts an informer, changes things, and expects to hear of each.
func (c cluster) follow(informer cache.SharedIndexInformer, start func(stop <-chan struct{})) {
	c.t.Helper()
	c.createConfigMap("before", nil)
	news := &heard{}
	_, err := informer.AddEventHandler(news.handlers())
	c.must(err)
	stop := make(chan struct{})
	defer close(stop)
	start(stop)
	if !cache.WaitForCacheSync(c.Done(), informer.HasSynced) {
		c.t.Fatal("the informer never had its first list")
	}
	made := c.createConfigMap("after", map[string]string{"n": "1"})
	made.Data["n"] = "2"
	_, err = c.client.CoreV1().ConfigMaps(c.namespace).Update(c, made, metav1.UpdateOptions{})
	c.must(err)
	c.must(c.client.CoreV1().ConfigMaps(c.namespace).Delete(c, "before", metav1.DeleteOptions{}))
	for _, line := range []string{"added %s/before", "added %s/after", "updated %s/after", "deleted %s/before"} {
		line = fmt.Sprintf(line, c.namespace)
		c.until(line, func() (bool, error) { return news.has(line), nil })
	}
}

func TestInformer(t *testing.T) {
	for name, on := range map[string]bool{"list and watch": false, "one stream": true} {
		t.Run(name, func(t *testing.T) {
			before := features.FeatureGates()
			features.ReplaceFeatureGates(withWatchList{on})
			defer features.ReplaceFeatureGates(before)
			c := open(t)
			factory := informers.NewSharedInformerFactoryWithOptions(c.client, 0, informers.WithNamespace(c.namespace))
			c.follow(factory.Core().V1().ConfigMaps().Informer(), factory.Start)
		})
	}
}

func TestDynamicInformer(t *testing.T) {
	c := open(t)
	client, err := dynamic.NewForConfig(c.config)
	c.must(err)
	factory := dynamicinformer.NewFilteredDynamicSharedInformerFactory(client, 0, c.namespace, nil)
	c.follow(factory.ForResource(corev1.SchemeGroupVersion.WithResource("configmaps")).Informer(), factory.Start)
}

func TestMetadataInformer(t *testing.T) {
	c := open(t)
	client, err := metadata.NewForConfig(c.config)
	c.must(err)
	factory := metadatainformer.NewFilteredSharedInformerFactory(client, 0, c.namespace, nil)
	c.follow(factory.ForResource(corev1.SchemeGroupVersion.WithResource("configmaps")).Informer(), factory.Start)
}

func TestRetryWatcher(t *testing.T) {
	c := open(t)
	first := c.createConfigMap("first", nil)
	maps := c.client.CoreV1().ConfigMaps(c.namespace)
	watcher, err := watchtools.NewRetryWatcherWithContext(c, first.ResourceVersion, &cache.ListWatch{
		WatchFunc: func(options metav1.ListOptions) (watch.Interface, error) { return maps.Watch(c, options) },
	})
	c.must(err)
	defer watcher.Stop()
	c.createConfigMap("second", nil)
	event := <-watcher.ResultChan()
	if made, is := event.Object.(*corev1.ConfigMap); !is || event.Type != watch.Added || made.Name != "second" {
		t.Fatalf("%v %v", event.Type, event.Object)
	}
}

func TestPager(t *testing.T) {
	c := open(t)
	for count := range 25 {
		c.createConfigMap(fmt.Sprintf("m%02d", count), nil)
	}
	pages := 0
	all := pager.New(pager.SimplePageFunc(func(options metav1.ListOptions) (runtime.Object, error) {
		pages++
		options.LabelSelector = "of=test"
		return c.client.CoreV1().ConfigMaps(c.namespace).List(c, options)
	}))
	all.PageSize = 10
	found := 0
	c.must(all.EachListItem(c, metav1.ListOptions{}, func(runtime.Object) error { found++; return nil }))
	if found != 25 || pages != 3 {
		t.Fatalf("%d objects on %d pages", found, pages)
	}
}
