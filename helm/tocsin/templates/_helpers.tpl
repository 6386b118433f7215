{{/*
The beginning of all names: 45 characters, of which "-operator-replicas" makes 63, what the name of a Service may have. A release
may be called what no Service may: with dots, or a digit at the beginning.
*/}}
{{- define "tocsin.fullname" -}}
{{- $chart := .Values.nameOverride | default .Chart.Name -}}
{{- $name := printf "%s-%s" .Release.Name $chart -}}
{{- if .Values.fullnameOverride -}}
{{- $name = .Values.fullnameOverride -}}
{{- else if contains $chart .Release.Name -}}
{{- $name = .Release.Name -}}
{{- end -}}
{{- if regexMatch "^[^a-z]" $name }}{{ $name = printf "%s-%s" .Chart.Name $name }}{{ end -}}
{{- $name | replace "." "-" | trunc 45 | trimSuffix "-" -}}
{{- end -}}

{{- define "tocsin.operatorName" -}}{{ include "tocsin.fullname" . }}-operator{{- end -}}
{{- define "tocsin.sensorName" -}}{{ include "tocsin.fullname" . }}-sensor{{- end -}}

{{- define "tocsin.operatorAccount" -}}{{ .Values.operator.serviceAccount.name | default (include "tocsin.operatorName" .) }}{{- end -}}
{{- define "tocsin.sensorAccount" -}}{{ .Values.sensor.serviceAccount.name | default (include "tocsin.sensorName" .) }}{{- end -}}

{{/* The names that the operator gives to what it makes, whatever the release is called. */}}
{{- define "tocsin.lease" -}}tocsin-operator{{- end -}}
{{- define "tocsin.tlsSecret" -}}tocsin-operator-tls{{- end -}}
{{- define "tocsin.caConfigMap" -}}
{{- if .Values.operator.tls.secretName -}}
{{- .Values.operator.tls.caConfigMap -}}
{{- else -}}
tocsin-operator-ca
{{- end -}}
{{- end -}}

{{/* What selects pods and never changes: (list $ "sensor"). */}}
{{- define "tocsin.selector" -}}
app.kubernetes.io/name: {{ (index . 0).Chart.Name }}
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end -}}

{{/* Labels of an object, one for each key: (list $ "sensor"). */}}
{{- define "tocsin.labels" -}}
{{- $chart := (index . 0).Chart -}}
{{- $own := include "tocsin.selector" . | fromYaml -}}
{{- $_ := set $own "app.kubernetes.io/managed-by" (index . 0).Release.Service -}}
{{- $known := dict
  "app.kubernetes.io/version" $chart.AppVersion
  "app.kubernetes.io/part-of" "tocsin"
  "helm.sh/chart" (printf "%s-%s" $chart.Name $chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-")
-}}
{{- mergeOverwrite $known ((index . 0).Values.extraLabels | default dict | deepCopy) $own | toYaml -}}
{{- end -}}

{{/* Name, namespace, labels and annotations of an object: (list $ "sensor" name [annotations]). */}}
{{- define "tocsin.metadata" -}}
name: {{ index . 2 }}
namespace: {{ (index . 0).Release.Namespace }}
{{ include "tocsin.unplaced" . }}
{{- end -}}

{{/* The same without name and namespace. */}}
{{- define "tocsin.unplaced" -}}
labels:
  {{- include "tocsin.labels" . | nindent 2 }}
{{- $own := dict -}}
{{- if gt (len .) 3 }}{{ $own = index . 3 }}{{ end }}
{{- with merge (deepCopy ($own | default dict)) ((index . 0).Values.extraAnnotations | default dict) }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{/* (list $ "sensor" podLabels podAnnotations). */}}
{{- define "tocsin.podMetadata" -}}
{{- $extra := (index . 0).Values.extraLabels | default dict | deepCopy -}}
{{- $own := include "tocsin.selector" . | fromYaml -}}
labels:
  {{- mergeOverwrite $extra (index . 2 | default dict | deepCopy) $own | toYaml | nindent 2 }}
{{- with index . 3 }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "tocsin.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}
{{- end -}}

{{- define "tocsin.pullSecrets" -}}
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ kindIs "map" . | ternary (get (kindIs "map" . | ternary . dict) "name") . }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* A security context, without the fields that are null; nothing where there is none: (list CONTEXT). */}}
{{- define "tocsin.securityContext" -}}
{{- $context := dict -}}
{{- range $key, $value := index . 0 -}}
{{- if not (kindIs "invalid" $value) }}{{ $_ := set $context $key $value }}{{ end -}}
{{- end -}}
{{- with $context }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "tocsin.instanceEnvironment" -}}
- name: POD_NAME
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
- name: POD_NAMESPACE
  valueFrom: {fieldRef: {fieldPath: metadata.namespace}}
- name: NODE_NAME
  valueFrom: {fieldRef: {fieldPath: spec.nodeName}}
{{- end -}}

{{- define "tocsin.probes" -}}
startupProbe:
  httpGet: {path: /livez, port: http}
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: {path: /livez, port: http}
  periodSeconds: 10
  timeoutSeconds: 5
readinessProbe:
  httpGet: {path: /readyz, port: http}
  periodSeconds: 5
  timeoutSeconds: 5
{{- end -}}

{{- define "tocsin.onLocalhost" -}}
{{- if regexMatch "^(localhost|127[.][0-9.]+|\\[::1\\])(:|$)" .Values.tetragon.address }}true{{ end -}}
{{- end -}}

{{- define "tocsin.hostNetwork" -}}
{{- if or .Values.sensor.hostNetwork (include "tocsin.onLocalhost" .) }}true{{ end -}}
{{- end -}}

{{/* Directory of Tetragon's socket on the node; empty when it is reached by the network. */}}
{{- define "tocsin.socketDirectory" -}}
{{- if hasPrefix "unix://" .Values.tetragon.address -}}
{{- dir (trimPrefix "unix://" .Values.tetragon.address) -}}
{{- end -}}
{{- end -}}

{{/* The sensors' nodeSelector as --sensor-nodes takes it. */}}
{{- define "tocsin.sensorNodes" -}}
{{- $terms := list -}}
{{- range $key, $value := .Values.sensor.nodeSelector -}}
{{- $terms = append $terms (printf "%s=%s" $key $value) -}}
{{- end -}}
{{- join "," $terms -}}
{{- end -}}

{{/*
Whether TracingPolicies are written: not in a cluster that was asked and does not know the kind, where the release would fail. It was asked
if it knows the kinds of this chart, whose CRDs Helm brings before it asks.
*/}}
{{- define "tocsin.installsTracing" -}}
{{- if ne .Values.tracing.install "None" -}}
{{- $asked := .Capabilities.APIVersions.Has "tocsin.dev/v1alpha1/DetectionPolicy" -}}
{{- if or (not $asked) (.Capabilities.APIVersions.Has "cilium.io/v1alpha1/TracingPolicy") }}true{{ end -}}
{{- end -}}
{{- end -}}

{{/*
Prefers nodes, and zones, that have no operator yet. Not as topologySpreadConstraints: the scheduler passes over nodes that
lack one of their topology keys, and would spread nothing where nodes have no zone.
*/}}
{{- define "tocsin.operatorsApart" -}}
podAntiAffinity:
  preferredDuringSchedulingIgnoredDuringExecution:
    {{- range $topologyKey, $weight := dict "kubernetes.io/hostname" 100 "topology.kubernetes.io/zone" 50 }}
    - weight: {{ $weight }}
      podAffinityTerm:
        topologyKey: {{ $topologyKey }}
        labelSelector:
          matchLabels:
            {{- include "tocsin.selector" (list $ "operator") | nindent 12 }}
    {{- end }}
{{- end -}}
