kubectl patch deployment storefront -n storefront --type=json \
  -p '[{"op": "add", "path": "/spec/template/spec/containers/0/ports/0/name", "value": "{{portName}}"}]'
kubectl create service nodeport storefront -n storefront --tcp=80:{{portName}} --node-port={{nodePort}}
kubectl rollout status deployment storefront -n storefront --timeout=60s
