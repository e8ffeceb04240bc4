kubectl get pod front-end -o yaml | sed 's/- containerPort: 80/- name: http\n      containerPort: 80/' > pod.yaml
kubectl replace --force -f pod.yaml
kubectl create service nodeport front-end-svc --tcp=80:http --node-port=30080 --dry-run=client -o yaml \
  | kubectl set selector --local -f - 'app=front-end' -o yaml \
  | kubectl create -f -
kubectl wait --for=condition=Ready pod/front-end --timeout=60s
