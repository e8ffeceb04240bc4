kubectl run resolver --image=nginx --port=80
kubectl expose pod resolver --name=resolver-service --port=80
kubectl run busybox --image=busybox:1.28 --restart=Never -- sleep 3600
kubectl wait --for=condition=Ready pod/resolver pod/busybox --timeout=60s
address=$(kubectl get pod resolver -o jsonpath='{.status.podIP}' | tr . -)
kubectl exec busybox -- nslookup resolver-service > service.txt
kubectl exec busybox -- nslookup "$address.default.pod.cluster.local" > pod.txt
kubectl create configmap lookups --from-file=service=service.txt --from-file=pod=pod.txt
