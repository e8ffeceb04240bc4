kubectl create configmap handbook-pages -n handbook --from-literal=index.html='<h1>Handbook of the network team</h1>'
kubectl run handbook -n handbook --image=nginx --port=80 --overrides='{
  "spec": {
    "containers": [{"name": "handbook", "image": "nginx", "ports": [{"containerPort": 80}],
      "volumeMounts": [{"name": "pages", "mountPath": "/usr/share/nginx/html"}]}],
    "volumes": [{"name": "pages", "configMap": {"name": "handbook-pages"}}]
  }
}'
kubectl expose pod handbook -n handbook --port=80
kubectl wait --for=condition=Ready pod/handbook -n handbook --timeout=60s
kubectl exec -n handbook reader -- wget -qO- -T 3 http://handbook
