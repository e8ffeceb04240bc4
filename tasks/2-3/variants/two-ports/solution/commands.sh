kubectl get pod checkout -n checkout -o json \
  | sed 's/"containerPort": 80,/"name": "web", "containerPort": 80,/; s/"containerPort": 9100,/"name": "metrics", "containerPort": 9100,/' > pod.json
kubectl replace --force -f pod.json
kubectl apply -f - <<'END'
apiVersion: v1
kind: Service
metadata:
  name: checkout
  namespace: checkout
spec:
  type: NodePort
  selector:
    app: checkout
  ports:
    - {name: web, port: 80, targetPort: web, nodePort: 30180}
    - {name: metrics, port: 9100, targetPort: metrics, nodePort: 30190}
END
kubectl wait --for=condition=Ready pod/checkout -n checkout --timeout=60s
