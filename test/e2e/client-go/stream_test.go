package clientgo

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/httpstream"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/tools/portforward"
	"k8s.io/client-go/tools/remotecommand"
	"k8s.io/client-go/transport/spdy"
	"k8s.io/client-go/util/exec"
)

func (c cluster) subresource(pod, name string) *url.URL {
	return c.client.CoreV1().RESTClient().Post().Resource("pods").Namespace(c.namespace).Name(pod).SubResource(name).URL()
}

func (c cluster) execURL(pod string, options corev1.PodExecOptions) *url.URL {
	return c.client.CoreV1().RESTClient().Post().Resource("pods").Namespace(c.namespace).Name(pod).SubResource("exec").
		VersionedParams(&options, scheme.ParameterCodec).URL()
}

type sizes []remotecommand.TerminalSize

func (s *sizes) Next() *remotecommand.TerminalSize {
	if len(*s) == 0 {
		return nil
	}
	next := (*s)[0]
	*s = (*s)[1:]
	return &next
}

func (c cluster) executors(to *url.URL) map[string]remotecommand.Executor {
	overSPDY, err := remotecommand.NewSPDYExecutor(c.config, http.MethodPost, to)
	c.must(err)
	overWebSocket, err := remotecommand.NewWebSocketExecutor(c.config, http.MethodGet, to.String())
	c.must(err)
	return map[string]remotecommand.Executor{"SPDY": overSPDY, "WebSocket": overWebSocket}
}

func TestExec(t *testing.T) {
	c := open(t)
	c.runPod("shell", "busybox:1.36", "sleep", "3600")

	command := corev1.PodExecOptions{
		Command: []string{"sh", "-c", "cat; echo oops >&2; exit 7"}, Stdin: true, Stdout: true, Stderr: true,
	}
	for protocol, executor := range c.executors(c.execURL("shell", command)) {
		var out, err bytes.Buffer
		ended := executor.StreamWithContext(c, remotecommand.StreamOptions{
			Stdin: strings.NewReader("hello\n"), Stdout: &out, Stderr: &err,
		})
		var exit exec.CodeExitError
		if !errors.As(ended, &exit) || exit.Code != 7 {
			t.Errorf("%s: %v", protocol, ended)
		}
		if out.String() != "hello\n" || err.String() != "oops\n" {
			t.Errorf("%s: %q, %q", protocol, out.String(), err.String())
		}
	}

	many := strings.Repeat("0123456789abcdef", 1<<16)
	echo := corev1.PodExecOptions{Command: []string{"cat"}, Stdin: true, Stdout: true}
	for protocol, executor := range c.executors(c.execURL("shell", echo)) {
		var out bytes.Buffer
		c.must(executor.StreamWithContext(c, remotecommand.StreamOptions{Stdin: strings.NewReader(many), Stdout: &out}))
		if out.String() != many {
			t.Errorf("%s: %d of %d bytes came back", protocol, out.Len(), len(many))
		}
	}

	terminal := corev1.PodExecOptions{Command: []string{"sh", "-c", "echo $((6*7))"}, Stdout: true, TTY: true}
	for protocol, executor := range c.executors(c.execURL("shell", terminal)) {
		var out bytes.Buffer
		c.must(executor.StreamWithContext(c, remotecommand.StreamOptions{
			Stdout: &out, Tty: true, TerminalSizeQueue: &sizes{{Width: 80, Height: 24}, {Width: 132, Height: 43}},
		}))
		if out.String() != "42\r\n" {
			t.Errorf("%s: %q", protocol, out.String())
		}
	}

	missing := corev1.PodExecOptions{Command: []string{"no-such-program"}, Stdout: true, Stderr: true}
	for protocol, executor := range c.executors(c.execURL("shell", missing)) {
		var out bytes.Buffer
		ended := executor.StreamWithContext(c, remotecommand.StreamOptions{Stdout: &out, Stderr: &out})
		if ended == nil || !strings.Contains(fmt.Sprint(ended, out.String()), "no-such-program") {
			t.Errorf("%s: %v, %q", protocol, ended, out.String())
		}
	}
}

func TestAttach(t *testing.T) {
	c := open(t)
	c.runPod("talker", "busybox:1.36", "sh", "-c", "while true; do echo tick; sleep 1; done")
	to := c.client.CoreV1().RESTClient().Post().Resource("pods").Namespace(c.namespace).Name("talker").SubResource("attach").
		VersionedParams(&corev1.PodAttachOptions{Stdout: true}, scheme.ParameterCodec).URL()
	for protocol, executor := range c.executors(to) {
		reader, writer := io.Pipe()
		go func() {
			_ = writer.CloseWithError(executor.StreamWithContext(c, remotecommand.StreamOptions{Stdout: writer}))
		}()
		line := make([]byte, 5)
		if _, err := io.ReadFull(reader, line); err != nil || string(line) != "tick\n" {
			t.Errorf("%s: %q, %v", protocol, line, err)
		}
		_ = reader.Close()
	}
}

func TestPortForward(t *testing.T) {
	c := open(t)
	c.runPod("web", "nginx")
	to := c.subresource("web", "portforward")
	transport, upgrader, err := spdy.RoundTripperFor(c.config)
	c.must(err)
	overSPDY := spdy.NewDialer(upgrader, &http.Client{Transport: transport}, http.MethodPost, to)
	overWebSocket, err := portforward.NewSPDYOverWebsocketDialer(to, c.config)
	c.must(err)
	for protocol, dialer := range map[string]httpstream.Dialer{"SPDY": overSPDY, "WebSocket": overWebSocket} {
		stop, ready := make(chan struct{}), make(chan struct{})
		forwarder, err := portforward.NewOnAddresses(dialer, []string{"127.0.0.1"}, []string{"0:80"}, stop, ready, io.Discard, io.Discard)
		c.must(err)
		ended := make(chan error, 1)
		go func() { ended <- forwarder.ForwardPorts() }()
		select {
		case <-ready:
		case err := <-ended:
			t.Fatalf("%s: %v", protocol, err)
		}
		ports, err := forwarder.GetPorts()
		c.must(err)
		for range 3 {
			answer, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/", ports[0].Local))
			c.must(err)
			body, _ := io.ReadAll(answer.Body)
			_ = answer.Body.Close()
			if !strings.Contains(string(body), "nginx") {
				t.Errorf("%s: %q", protocol, body)
			}
		}
		close(stop)
		<-ended
	}
}

func TestLogsAndEviction(t *testing.T) {
	c := open(t)
	c.runPod("talker", "busybox:1.36", "sh", "-c", "echo one; echo two; sleep 1; echo three; sleep 3600")
	stream, err := c.client.CoreV1().Pods(c.namespace).GetLogs("talker", &corev1.PodLogOptions{Follow: true}).Stream(c)
	c.must(err)
	defer func() { _ = stream.Close() }()
	lines := make([]byte, len("one\ntwo\nthree\n"))
	if _, err := io.ReadFull(stream, lines); err != nil || string(lines) != "one\ntwo\nthree\n" {
		t.Errorf("%q, %v", lines, err)
	}
	c.must(c.client.CoreV1().Pods(c.namespace).EvictV1(c, &policyv1.Eviction{
		ObjectMeta: metav1.ObjectMeta{Name: "talker", Namespace: c.namespace},
	}))
	c.until("the Pod is gone", func() (bool, error) {
		list, err := c.client.CoreV1().Pods(c.namespace).List(c, metav1.ListOptions{})
		return err == nil && len(list.Items) == 0, err
	})
}
