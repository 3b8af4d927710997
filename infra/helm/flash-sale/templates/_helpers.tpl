{{- define "flash.labels" -}}
app.kubernetes.io/name: flash-sale
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .part }}
{{- end }}

{{- define "flash.name" -}}
{{ printf "%s-%s" .root.Release.Name .part | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "flash.image" -}}
{{ printf "%s/%s:%s" .root.Values.image.registry .image .root.Values.image.tag }}
{{- end }}

{{/* What no container may do. */}}
{{- define "flash.locked" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: { drop: [ALL] }
{{- end }}

{{- define "flash.pod" -}}
automountServiceAccountToken: false
securityContext:
  runAsNonRoot: true
  runAsUser: 1000
  runAsGroup: 1000
  fsGroup: 1000
  seccompProfile: { type: RuntimeDefault }
{{- with .root.Values.image.pullSecrets }}
imagePullSecrets: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Variables of API and worker that are no secrets. */}}
{{- define "flash.env" -}}
- { name: NODE_ENV, value: production }
- { name: NX_DAEMON, value: "false" }
- { name: BETTER_AUTH_URL, value: {{ .Values.urls.api | quote }} }
- { name: SITE_URL, value: {{ .Values.urls.site | quote }} }
- { name: ADMIN_URL, value: {{ .Values.urls.admin | quote }} }
- { name: CLIENT_ORIGINS, value: {{ printf "%s,%s,%s" .Values.urls.api .Values.urls.admin .Values.urls.site | quote }} }
- { name: PAYMENT_PROVIDER, value: {{ .Values.paymentProvider | quote }} }
{{- range $name, $value := .Values.env }}
- { name: {{ $name }}, value: {{ $value | quote }} }
{{- end }}
{{- end }}

{{/* One process of the platform: part, image, replicas (0: left to the autoscaler), port, probes, env, caches. */}}
{{- define "flash.deployment" -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "flash.name" . }}
  labels: {{- include "flash.labels" . | nindent 4 }}
spec:
  {{- if .replicas }}
  replicas: {{ .replicas }}
  {{- end }}
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxUnavailable: 0, maxSurge: 1 }
  selector:
    matchLabels: {{- include "flash.labels" . | nindent 6 }}
  template:
    metadata:
      labels: {{- include "flash.labels" . | nindent 8 }}
      annotations:
        prometheus.io/scrape: {{ .metrics | default false | quote }}
        prometheus.io/port: {{ .port | quote }}
    spec:
      {{- include "flash.pod" . | nindent 6 }}
      # Requests and jobs are handed over within 30 s.
      terminationGracePeriodSeconds: 45
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "flash.labels" . | nindent 14 }}
      containers:
        - name: {{ .part }}
          image: {{ include "flash.image" . | quote }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          securityContext: {{- include "flash.locked" . | nindent 12 }}
          ports:
            - { name: http, containerPort: {{ .port }} }
          {{- with .secret }}
          envFrom:
            - secretRef: { name: {{ . | quote }} }
          {{- end }}
          env: {{- .env | nindent 12 }}
          resources: {{- toYaml .resources | nindent 12 }}
          startupProbe:
            httpGet: { path: {{ .live }}, port: http }
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: {{ .live }}, port: http }
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: { path: {{ .ready }}, port: http }
            periodSeconds: 3
            timeoutSeconds: 4
          lifecycle:
            # The load balancer hears of the end before the process refuses connections.
            preStop: { exec: { command: [sh, -c, "sleep 5"] } }
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
            {{- range $index, $path := .caches }}
            - { name: cache-{{ $index }}, mountPath: {{ $path }} }
            {{- end }}
      volumes:
        - { name: tmp, emptyDir: {} }
        {{- range $index, $path := .caches }}
        - { name: cache-{{ $index }}, emptyDir: {} }
        {{- end }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ include "flash.name" . }}
  labels: {{- include "flash.labels" . | nindent 4 }}
spec:
  selector: {{- include "flash.labels" . | nindent 4 }}
  ports:
    - { name: http, port: {{ .port }}, targetPort: http }
{{- if gt (int .least) 1 }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ include "flash.name" . }}
  labels: {{- include "flash.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  selector:
    matchLabels: {{- include "flash.labels" . | nindent 6 }}
{{- end }}
{{- end }}
