package clientgo

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	autoscalingv1 "k8s.io/api/autoscaling/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	appsapply "k8s.io/client-go/applyconfigurations/apps/v1"
	coreapply "k8s.io/client-go/applyconfigurations/core/v1"
	metaapply "k8s.io/client-go/applyconfigurations/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/events"
	"k8s.io/client-go/tools/leaderelection"
	"k8s.io/client-go/tools/leaderelection/resourcelock"
	"k8s.io/client-go/util/retry"
)

func TestApplyConfiguration(t *testing.T) {
	c := open(t)
	deployments := c.client.AppsV1().Deployments(c.namespace)
	labels := map[string]string{"app": "web"}
	wanted := func(replicas int32) *appsapply.DeploymentApplyConfiguration {
		return appsapply.Deployment("web", c.namespace).WithSpec(appsapply.DeploymentSpec().
			WithReplicas(replicas).
			WithSelector(metaapply.LabelSelector().WithMatchLabels(labels)).
			WithTemplate(coreapply.PodTemplateSpec().WithLabels(labels).
				WithSpec(coreapply.PodSpec().WithContainers(coreapply.Container().WithName("main").WithImage("nginx")))))
	}
	_, err := deployments.Apply(c, wanted(1), metav1.ApplyOptions{FieldManager: "first"})
	c.must(err)
	_, err = deployments.Apply(c, wanted(2), metav1.ApplyOptions{FieldManager: "second"})
	if !apierrors.IsConflict(err) || !strings.Contains(err.Error(), `conflict with "first"`) {
		t.Fatalf("no conflict: %v", err)
	}
	made, err := deployments.Apply(c, wanted(2), metav1.ApplyOptions{FieldManager: "second", Force: true})
	c.must(err)
	own, err := appsapply.ExtractDeployment(made, "second")
	c.must(err)
	if own.Spec == nil || own.Spec.Replicas == nil || *own.Spec.Replicas != 2 {
		t.Errorf("second owns no replicas: %v", own.Spec)
	}
	others, err := appsapply.ExtractDeployment(made, "first")
	c.must(err)
	if others.Spec == nil || others.Spec.Replicas != nil {
		t.Errorf("first still owns replicas: %v", others.Spec)
	}
	_, err = deployments.UpdateScale(c, "web", &autoscalingv1.Scale{
		ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: c.namespace},
		Spec:       autoscalingv1.ScaleSpec{Replicas: 0},
	}, metav1.UpdateOptions{})
	c.must(err)
	c.until("no replica is left", func() (bool, error) {
		now, err := deployments.Get(c, "web", metav1.GetOptions{})
		return err == nil && now.Status.Replicas == 0 && now.Status.ObservedGeneration == now.Generation, err
	})
}

func TestRetryOnConflict(t *testing.T) {
	c := open(t)
	c.createConfigMap("counter", map[string]string{"n": ""})
	maps := c.client.CoreV1().ConfigMaps(c.namespace)
	var workers sync.WaitGroup
	for range 4 {
		workers.Add(1)
		go func() {
			defer workers.Done()
			patient := retry.DefaultBackoff
			patient.Steps = 50
			err := retry.RetryOnConflict(patient, func() error {
				now, err := maps.Get(c, "counter", metav1.GetOptions{})
				if err != nil {
					return err
				}
				now.Data["n"] += "x"
				_, err = maps.Update(c, now, metav1.UpdateOptions{})
				return err
			})
			if err != nil {
				t.Error(err)
			}
		}()
	}
	workers.Wait()
	now, err := maps.Get(c, "counter", metav1.GetOptions{})
	c.must(err)
	if now.Data["n"] != "xxxx" {
		t.Errorf("counted %q", now.Data["n"])
	}
}

func TestLeaderElection(t *testing.T) {
	c := open(t)
	leaders := make(chan string, 2)
	// stand returns a function that gives up and waits until the lease is released.
	stand := func(name string) func() {
		ctx, cancel := context.WithCancel(c)
		lock := &resourcelock.LeaseLock{
			LeaseMeta:  metav1.ObjectMeta{Name: "leader", Namespace: c.namespace},
			Client:     c.client.CoordinationV1(),
			LockConfig: resourcelock.ResourceLockConfig{Identity: name},
		}
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			leaderelection.RunOrDie(ctx, leaderelection.LeaderElectionConfig{
				Lock: lock, ReleaseOnCancel: true,
				LeaseDuration: 3 * time.Second, RenewDeadline: 2 * time.Second, RetryPeriod: 200 * time.Millisecond,
				Callbacks: leaderelection.LeaderCallbacks{
					OnStartedLeading: func(context.Context) { leaders <- name },
					OnStoppedLeading: func() {},
				},
			})
		}()
		return func() { cancel(); <-ended }
	}
	leave := stand("first")
	if name := <-leaders; name != "first" {
		t.Fatal(name)
	}
	defer stand("second")()
	select {
	case name := <-leaders:
		t.Fatalf("%s leads beside first", name)
	case <-time.After(time.Second):
	}
	leave()
	if name := <-leaders; name != "second" {
		t.Fatal(name)
	}
	lease, err := c.client.CoordinationV1().Leases(c.namespace).Get(c, "leader", metav1.GetOptions{})
	c.must(err)
	if *lease.Spec.HolderIdentity != "second" || *lease.Spec.LeaseTransitions < 1 {
		t.Errorf("%v", lease.Spec)
	}
}

func TestEventRecorder(t *testing.T) {
	c := open(t)
	about := c.createConfigMap("about", nil)
	broadcaster := events.NewBroadcaster(&events.EventSinkImpl{Interface: c.client.EventsV1()})
	defer broadcaster.Shutdown()
	c.must(broadcaster.StartRecordingToSinkWithContext(c))
	recorder := broadcaster.NewRecorder(scheme.Scheme, "tester")
	for range 3 {
		recorder.Eventf(about, nil, corev1.EventTypeNormal, "Tried", "Trying", "said by %s", "a test")
	}
	c.until("an event is there", func() (bool, error) {
		list, err := c.client.CoreV1().Events(c.namespace).List(c, metav1.ListOptions{FieldSelector: "involvedObject.name=about"})
		return err == nil && len(list.Items) > 0 && list.Items[0].Reason == "Tried" && list.Items[0].Message == "said by a test", err
	})
}

// Controllers send protobuf, ask for it and take JSON; a server that has none to give says so to who takes nothing else.
func TestProtobuf(t *testing.T) {
	c := open(t)
	c.createConfigMap("there", nil)
	reading := rest.CopyConfig(c.config)
	reading.AcceptContentTypes = runtime.ContentTypeProtobuf + "," + runtime.ContentTypeJSON
	reader, err := kubernetes.NewForConfig(reading)
	c.must(err)
	_, err = reader.CoreV1().ConfigMaps(c.namespace).Get(c, "there", metav1.GetOptions{})
	c.must(err)
	made, err := reader.CoreV1().ConfigMaps(c.namespace).Create(c, &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: "made"},
	}, metav1.CreateOptions{})
	c.must(err)

	writing := rest.CopyConfig(reading)
	writing.ContentType = runtime.ContentTypeProtobuf
	writer, err := kubernetes.NewForConfig(writing)
	c.must(err)
	made.Data = map[string]string{"written": "in protobuf"}
	made, err = writer.CoreV1().ConfigMaps(c.namespace).Update(c, made, metav1.UpdateOptions{})
	c.must(err)
	if made.Data["written"] != "in protobuf" {
		t.Errorf("%v", made.Data)
	}

	only := rest.CopyConfig(c.config)
	only.AcceptContentTypes = runtime.ContentTypeProtobuf
	asker, err := kubernetes.NewForConfig(only)
	c.must(err)
	_, err = asker.CoreV1().ConfigMaps(c.namespace).Get(c, "there", metav1.GetOptions{})
	if err != nil && !apierrors.IsNotAcceptable(err) {
		t.Errorf("neither answered nor refused as what it is: %v", err)
	}
}
