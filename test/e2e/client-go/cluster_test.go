// Package clientgo drives a cluster with Kubernetes' own client library, as controllers and operators do. The cluster is the one of
// KUBECONFIG; each test works in a namespace of its own, so that the same tests can be held against a real cluster.
package clientgo

import (
	"context"
	"os"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const patience = 60 * time.Second

// cluster is what a test needs of it.
type cluster struct {
	context.Context
	t         *testing.T
	config    *rest.Config
	client    *kubernetes.Clientset
	namespace string
}

func open(t *testing.T) cluster {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	config, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		t.Fatal(err)
	}
	config.QPS = -1
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	prefix := os.Getenv("NAMESPACE_PREFIX")
	if prefix == "" {
		prefix = "client-go"
	}
	made, err := client.CoreV1().Namespaces().Create(ctx, &corev1.Namespace{
		ObjectMeta: metav1.ObjectMeta{GenerateName: prefix + "-"},
	}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := client.CoreV1().Namespaces().Delete(context.Background(), made.Name, metav1.DeleteOptions{}); err != nil {
			t.Error(err)
		}
	})
	c := cluster{ctx, t, config, client, made.Name}
	c.until("the namespace is furnished", c.isFurnished)
	return c
}

// isFurnished tells whether controllers have written what every namespace gets some time after it was made, so that a watch of a test sees
// the objects of that test alone.
func (c cluster) isFurnished() (bool, error) {
	_, err := c.client.CoreV1().ConfigMaps(c.namespace).Get(c, "kube-root-ca.crt", metav1.GetOptions{})
	if err == nil {
		_, err = c.client.CoreV1().ServiceAccounts(c.namespace).Get(c, "default", metav1.GetOptions{})
	}
	if apierrors.IsNotFound(err) {
		return false, nil
	}
	return err == nil, err
}

func (c cluster) must(err error) {
	c.t.Helper()
	if err != nil {
		c.t.Fatal(err)
	}
}

// until asks again and again; it fails the test where the answer stays no.
func (c cluster) until(what string, is func() (bool, error)) {
	c.t.Helper()
	err := wait.PollUntilContextCancel(c, 20*time.Millisecond, true, func(context.Context) (bool, error) { return is() })
	if err != nil {
		c.t.Fatalf("%s: %v", what, err)
	}
}

func (c cluster) createConfigMap(name string, data map[string]string) *corev1.ConfigMap {
	c.t.Helper()
	made, err := c.client.CoreV1().ConfigMaps(c.namespace).Create(c, &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"of": "test"}},
		Data:       data,
	}, metav1.CreateOptions{})
	c.must(err)
	return made
}

// runPod starts a Pod of one container and waits until it is ready.
func (c cluster) runPod(name, image string, command ...string) {
	c.t.Helper()
	none := int64(0)
	_, err := c.client.CoreV1().Pods(c.namespace).Create(c, &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"app": name}},
		Spec: corev1.PodSpec{
			TerminationGracePeriodSeconds: &none,
			Containers: []corev1.Container{{
				Name: "main", Image: image, Command: command, ImagePullPolicy: corev1.PullIfNotPresent,
			}},
		},
	}, metav1.CreateOptions{})
	c.must(err)
	c.until(name+" is ready", func() (bool, error) {
		pod, err := c.client.CoreV1().Pods(c.namespace).Get(c, name, metav1.GetOptions{})
		if err != nil {
			return false, err
		}
		for _, condition := range pod.Status.Conditions {
			if condition.Type == corev1.PodReady {
				return condition.Status == corev1.ConditionTrue, nil
			}
		}
		return false, nil
	})
}
