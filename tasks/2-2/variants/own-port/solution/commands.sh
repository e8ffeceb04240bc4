kubectl create configmap api-server -n {{team}} --from-literal=default.conf='server { listen {{port}}; root /usr/share/nginx/html; }'
kubectl run api -n {{team}} --image=nginx --port={{port}} --overrides='{
  "spec": {
    "containers": [{"name": "api", "image": "nginx", "ports": [{"containerPort": {{port}}}],
      "volumeMounts": [{"name": "configuration", "mountPath": "/etc/nginx/conf.d"}]}],
    "volumes": [{"name": "configuration", "configMap": {"name": "api-server"}}]
  }
}'
kubectl expose pod api -n {{team}} --port=80 --target-port={{port}}
kubectl wait --for=condition=Ready pod/api -n {{team}} --timeout=60s
kubectl exec -n {{team}} tester -- wget -qO- -T 3 http://api
