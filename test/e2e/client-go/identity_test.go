package clientgo

import (
	"slices"
	"testing"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

func (c cluster) whoami(config *rest.Config) (authenticationv1.UserInfo, error) {
	client, err := kubernetes.NewForConfig(config)
	c.must(err)
	review, err := client.AuthenticationV1().SelfSubjectReviews().Create(c, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	if err != nil {
		return authenticationv1.UserInfo{}, err
	}
	return review.Status.UserInfo, nil
}

func TestImpersonation(t *testing.T) {
	c := open(t)
	config := rest.CopyConfig(c.config)
	config.Impersonate = rest.ImpersonationConfig{
		UserName: "jane", UID: "4711", Groups: []string{"developers", "testers"},
		Extra: map[string][]string{"example.com/Reason": {"a test", "and more"}},
	}
	user, err := c.whoami(config)
	c.must(err)
	if user.Username != "jane" || user.UID != "4711" {
		t.Errorf("%v", user)
	}
	if !slices.Equal(user.Groups, []string{"developers", "testers", "system:authenticated"}) {
		t.Errorf("%v", user.Groups)
	}
	if !slices.Equal(user.Extra["example.com/reason"], authenticationv1.ExtraValue{"a test", "and more"}) {
		t.Errorf("%v", user.Extra)
	}
	client, err := kubernetes.NewForConfig(config)
	c.must(err)
	if _, err := client.CoreV1().Pods(c.namespace).List(c, metav1.ListOptions{}); !apierrors.IsForbidden(err) {
		t.Errorf("jane may list: %v", err)
	}
}

func TestServiceAccountToken(t *testing.T) {
	c := open(t)
	accounts := c.client.CoreV1().ServiceAccounts(c.namespace)
	account, err := accounts.Create(c, &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "robot"}}, metav1.CreateOptions{})
	c.must(err)
	_, err = c.client.RbacV1().RoleBindings(c.namespace).Create(c, &rbacv1.RoleBinding{
		ObjectMeta: metav1.ObjectMeta{Name: "robot"},
		Subjects:   []rbacv1.Subject{{Kind: "ServiceAccount", Name: "robot", Namespace: c.namespace}},
		RoleRef:    rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: "view"},
	}, metav1.CreateOptions{})
	c.must(err)
	seconds := int64(3600)
	request, err := accounts.CreateToken(c, "robot", &authenticationv1.TokenRequest{
		Spec: authenticationv1.TokenRequestSpec{ExpirationSeconds: &seconds},
	}, metav1.CreateOptions{})
	c.must(err)

	config := rest.AnonymousClientConfig(c.config)
	config.BearerToken = request.Status.Token
	name := "system:serviceaccount:" + c.namespace + ":robot"
	user, err := c.whoami(config)
	c.must(err)
	if user.Username != name || user.UID != string(account.UID) {
		t.Errorf("%v", user)
	}
	client, err := kubernetes.NewForConfig(config)
	c.must(err)
	_, err = client.CoreV1().Pods(c.namespace).List(c, metav1.ListOptions{})
	c.must(err)
	if _, err := client.CoreV1().Secrets(c.namespace).List(c, metav1.ListOptions{}); !apierrors.IsForbidden(err) {
		t.Errorf("view may list Secrets: %v", err)
	}
	may, err := client.AuthorizationV1().SelfSubjectAccessReviews().Create(c, &authorizationv1.SelfSubjectAccessReview{
		Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{
			Namespace: c.namespace, Verb: "delete", Resource: "pods",
		}},
	}, metav1.CreateOptions{})
	c.must(err)
	if may.Status.Allowed {
		t.Error("view may delete Pods")
	}

	for token, good := range map[string]bool{request.Status.Token: true, request.Status.Token[:40] + "x" + request.Status.Token[41:]: false} {
		review, err := c.client.AuthenticationV1().TokenReviews().Create(c, &authenticationv1.TokenReview{
			Spec: authenticationv1.TokenReviewSpec{Token: token},
		}, metav1.CreateOptions{})
		c.must(err)
		if review.Status.Authenticated != good || good && review.Status.User.Username != name {
			t.Errorf("%v", review.Status)
		}
	}

	c.must(accounts.Delete(c, "robot", metav1.DeleteOptions{}))
	c.until("the token has ended with its account", func() (bool, error) {
		_, err := c.whoami(config)
		if err == nil || apierrors.IsUnauthorized(err) {
			return err != nil, nil
		}
		return false, err
	})
}
