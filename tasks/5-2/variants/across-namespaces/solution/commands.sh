kubectl expose pod catalog -n {{home}} --port=80
kubectl wait --for=condition=Ready pod/catalog -n {{home}} --timeout=60s
kubectl wait --for=condition=Ready pod/asker -n desk --timeout=60s
address=$(kubectl get pod catalog -n {{home}} -o jsonpath='{.status.podIP}' | tr . -)
kubectl exec -n desk asker -- nslookup catalog.{{home}} > service.txt
kubectl exec -n desk asker -- nslookup "$address.{{home}}.pod" > pod.txt
kubectl create configmap lookups -n desk --from-file=service=service.txt --from-file=pod=pod.txt
