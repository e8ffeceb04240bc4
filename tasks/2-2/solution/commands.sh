kubectl create configmap nginx-8080 -n devops --from-literal=default.conf='server { listen 8080; root /usr/share/nginx/html; }'
kubectl run nginx -n devops --image=nginx --port=8080 --overrides='{
  "spec": {
    "containers": [{"name": "nginx", "image": "nginx", "ports": [{"containerPort": 8080}],
      "volumeMounts": [{"name": "configuration", "mountPath": "/etc/nginx/conf.d"}]}],
    "volumes": [{"name": "configuration", "configMap": {"name": "nginx-8080"}}]
  }
}'
kubectl expose pod nginx -n devops --name=internal-sv --port=8080
kubectl wait --for=condition=Ready pod/nginx -n devops --timeout=60s
kubectl exec -n devops client -- wget -qO- -T 3 http://internal-sv:8080
