kubectl run poc --image=nginx --port=80 --labels=app=poc
kubectl label namespace customera partition=customera
kubectl apply -f - <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-webfrom-customera
spec:
  podSelector:
    matchLabels:
      app: poc
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              partition: customera
      ports:
        - protocol: TCP
          port: 80
END
kubectl wait --for=condition=Ready pod/poc --timeout=60s
