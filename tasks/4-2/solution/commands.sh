kubectl run ingress-nginx --image=nginx --port=80 --expose
kubectl run app-nginx --image=nginx --port=80 --expose
kubectl apply -f - <<'END'
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: sy-ingress
  annotations:
    nginx.ingress.kubernetes.io/rewrite-target: /$2
spec:
  ingressClassName: nginx
  rules:
    - host: sy-test.foo.com
      http:
        paths:
          - path: /app(/|$)(.*)
            pathType: ImplementationSpecific
            backend: {service: {name: app-nginx, port: {number: 80}}}
          - path: /()(.*)
            pathType: ImplementationSpecific
            backend: {service: {name: ingress-nginx, port: {number: 80}}}
END
kubectl wait --for=condition=Ready pod/ingress-nginx pod/app-nginx --timeout=60s
