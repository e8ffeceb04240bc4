kubectl label namespace {{customer}} {{customer}}-lab tenant={{customer}}
kubectl apply -f - <<'END'
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: only-{{customer}}
  namespace: preview
spec:
  podSelector:
    matchLabels:
      app: preview
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              tenant: {{customer}}
      ports:
        - protocol: TCP
          port: 80
END
