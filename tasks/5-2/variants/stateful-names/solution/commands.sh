kubectl create service clusterip db -n data --clusterip=None --tcp=80
kubectl wait --for=condition=Ready pod/db-0 pod/db-1 pod/asker -n data --timeout=60s
kubectl exec -n data asker -- nslookup db > service.txt
kubectl exec -n data asker -- nslookup db-0.db > first.txt
kubectl create configmap lookups -n data --from-file=service=service.txt --from-file=first=first.txt
