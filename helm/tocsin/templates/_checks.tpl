{{/*
What the schema cannot say in a sentence. Each check writes a line "PATH: what is wrong" or nothing; tocsin.checkValues stops with all of
them at once. Called where a value that is not known would break a template.
*/}}
{{- define "tocsin.checkValues" -}}
{{- $wrong := include "tocsin.mistakes" . | splitList "\n" | compact -}}
{{- with $wrong -}}
{{- fail (printf "\n\nThe values of the chart are not right yet:\n\n  %s\n\nhelm show values CHART has all of them, with what they are.\n" (join "\n  " .)) -}}
{{- end -}}
{{- end -}}

{{/* "; did you mean X?" where one of the names is near: (list NAME NAMES). Near is to share half of the pairs of letters. */}}
{{- define "tocsin.didYouMean" -}}
{{- $name := index . 0 -}}
{{- $nearest := "" -}}
{{- $most := 49 -}}
{{- range $each := index . 1 -}}
{{- $shared := 0 -}}
{{- range $i := until (max 0 (sub (len $name) 1) | int) -}}
{{- if contains (substr $i (int (add $i 2)) $name) $each }}{{ $shared = add1 $shared }}{{ end -}}
{{- end -}}
{{- $score := div (mul 200 $shared) (max 1 (sub (add (len $name) (len $each)) 2)) | int -}}
{{- if gt $score $most }}{{ $nearest = $each }}{{ $most = $score }}{{ end -}}
{{- end -}}
{{- with $nearest }}; did you mean {{ . }}?{{ end -}}
{{- end -}}

{{/* A line for each name that is not known: (list PATH WHAT NAMES KNOWN). */}}
{{- define "tocsin.unknownNames" -}}
{{- $known := index . 3 -}}
{{- $path := index . 0 -}}
{{- $what := index . 1 -}}
{{- range index . 2 -}}
{{- if not (has . $known) }}
{{ $path }}: there is no {{ $what }} {{ quote . }}{{ include "tocsin.didYouMean" (list . $known) }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* A line where a value is set and not of its form: (list PATH VALUE EXPRESSION SENTENCE). */}}
{{- define "tocsin.form" -}}
{{- $value := index . 1 -}}
{{- if not (kindIs "invalid" $value) -}}
{{- if not (or (eq (toString $value) "") (regexMatch (index . 2) (toString $value))) }}
{{ index . 0 }}: {{ toJson $value }} is {{ index . 3 }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* Names in a file of documents: (list $ FILE). */}}
{{- define "tocsin.namesIn" -}}
{{- range $document := splitList "\n---\n" ((index . 0).Files.Get (index . 1)) }}
{{ (fromYaml $document).metadata.name }}
{{- end -}}
{{- end -}}

{{- define "tocsin.mistakes" -}}
{{- $label := "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" -}}
{{- $noNamespace := "no name of a namespace: lower-case letters, digits and '-', 63 at most" -}}
{{- $subdomain := "^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$" -}}
{{- $noName := "no name of an object: lower-case letters, digits, '-' and '.', a letter or digit first and last" -}}
{{- $duration := "^([0-9]+(ms|s|m|h))+$" -}}
{{- $noDuration := "no duration such as 30s or 1m" -}}
{{- if not .Values.image.repository }}
image.repository: no image is published, so the chart has none by default; push one (make image, docs/building.md) and name it: --set image.repository=registry.example.com/tocsin
{{- end -}}
{{- include "tocsin.form" (list "image.digest" .Values.image.digest "^sha256:[0-9a-f]{64}$" "no digest: sha256: and 64 hexadecimal digits") -}}
{{- include "tocsin.form" (list "fullnameOverride" .Values.fullnameOverride "^[a-z]([-a-z0-9]{0,43}[a-z0-9])?$" "no beginning of names: a lower-case letter, then letters, digits and '-', 45 at most") -}}
{{- include "tocsin.form" (list "nameOverride" .Values.nameOverride "^[a-z0-9]([-a-z0-9]{0,43}[a-z0-9])?$" "no part of names: lower-case letters, digits and '-', 45 at most") -}}
{{- include "tocsin.form" (list "tetragon.address" .Values.tetragon.address "^unix:///[^/]+/.*[^/]$|^[^/]+:([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])$" "no address: unix:///directory/name.sock, with a directory that sensors mount, or host:port") -}}
{{- include "tocsin.form" (list "tetragon.metrics" .Values.tetragon.metrics "^https?://.+" "no URL: http://host:port/metrics, or empty to read none") -}}
{{- include "tocsin.form" (list "tetragon.tls.secretName" .Values.tetragon.tls.secretName $subdomain $noName) -}}
{{- include "tocsin.form" (list "sensor.dataDirectory" .Values.sensor.dataDirectory "^/." "no directory of the node: an absolute path, or empty to keep findings in the pod") -}}
{{- if kindIs "string" .Values.sensor.maxUnavailable -}}
{{- include "tocsin.form" (list "sensor.maxUnavailable" .Values.sensor.maxUnavailable "^([1-9][0-9]?|100)%$" "no share of the nodes, from 1% to 100%") -}}
{{- end -}}
{{- include "tocsin.form" (list "operator.tls.secretName" .Values.operator.tls.secretName $subdomain $noName) -}}
{{- include "tocsin.form" (list "operator.tls.caConfigMap" .Values.operator.tls.caConfigMap $subdomain $noName) -}}
{{- if and .Values.operator.tls.secretName (not .Values.operator.tls.caConfigMap) }}
operator.tls.caConfigMap: name the ConfigMap with the ca.crt that sensors check the certificate of operator.tls.secretName with
{{- end -}}
{{- if has (int .Values.operator.httpPort) (list 9443 9444) }}
operator.httpPort: {{ int .Values.operator.httpPort }} is the operator's port for {{ ternary "sensors" "the webhook" (eq (int .Values.operator.httpPort) 9443) }}; take another
{{- end -}}
{{- range $component := list "sensor" "operator" -}}
{{- $values := index $.Values $component -}}
{{- include "tocsin.form" (list (printf "%s.serviceAccount.name" $component) $values.serviceAccount.name $subdomain $noName) -}}
{{- if not (or $values.serviceAccount.create $values.serviceAccount.name) }}
{{ $component }}.serviceAccount.name: name the ServiceAccount that is there already, since create is false
{{- end -}}
{{- include "tocsin.ownLabels" (list (printf "%s.podLabels" $component) $values.podLabels) -}}
{{- range $values.env -}}
{{- if has .name (list "POD_NAME" "POD_NAMESPACE" "NODE_NAME" "HOST_IP") }}
{{ $component }}.env: {{ .name }} is set by the chart
{{- end -}}
{{- end -}}
{{- end -}}
{{- $account := include "tocsin.sensorAccount" . -}}
{{- if eq $account (include "tocsin.operatorAccount" .) }}
sensor.serviceAccount.name: sensors and operator must not share {{ $account }}: each would have the rights of the other
{{- end -}}
{{- include "tocsin.ownLabels" (list "extraLabels" .Values.extraLabels) -}}
{{- range .Values.redaction.withholdArguments }}{{ include "tocsin.form" (list "redaction.withholdArguments" . $label $noNamespace) }}{{ end -}}
{{- range .Values.rbac.listNamespaces }}{{ if ne . "*" }}{{ include "tocsin.form" (list "rbac.listNamespaces" . $label $noNamespace) }}{{ end }}{{ end -}}
{{- range .Values.outputs.objects -}}
{{- include "tocsin.form" (list "outputs.objects: name" .name $subdomain $noName) -}}
{{- include "tocsin.form" (list (printf "outputs.objects: namespace of %s" .name) .namespace $label $noNamespace) -}}
{{- end -}}
{{- range $namespace, $_ := .Values.outputs.secrets }}{{ include "tocsin.form" (list "outputs.secrets" $namespace $label $noNamespace) }}{{ end -}}
{{- range .Values.outputs.deniedRanges }}{{ include "tocsin.form" (list "outputs.deniedRanges" . "^[0-9a-fA-F.:]+/[0-9]{1,3}$" "no range of addresses such as 10.0.0.0/8") }}{{ end -}}
{{- include "tocsin.form" (list "monitoring.podMonitor.interval" .Values.monitoring.podMonitor.interval $duration $noDuration) -}}
{{- include "tocsin.form" (list "monitoring.serviceMonitor.interval" .Values.monitoring.serviceMonitor.interval $duration $noDuration) -}}
{{- if .Capabilities.APIVersions.Has "tocsin.dev/v1alpha1/DetectionPolicy" -}}
{{- range $value, $kind := dict "podMonitor" "PodMonitor" "serviceMonitor" "ServiceMonitor" "rules" "PrometheusRule" -}}
{{- if and (index $.Values.monitoring $value).enabled (not ($.Capabilities.APIVersions.Has (printf "monitoring.coreos.com/v1/%s" $kind))) }}
monitoring.{{ $value }}.enabled: the cluster has no kind {{ $kind }}; install the Prometheus operator first
{{- end -}}
{{- end -}}
{{- end -}}
{{- include "tocsin.form" (list "monitoring.rules.runbookUrl" .Values.monitoring.rules.runbookUrl "^https?://[^#]+$" "no URL of a page, without #") -}}
{{- include "tocsin.unknownPoliciesAndPacks" . -}}
{{- end -}}

{{/* (list PATH LABELS). */}}
{{- define "tocsin.ownLabels" -}}
{{- $path := index . 0 -}}
{{- range $label, $_ := index . 1 -}}
{{- if has $label (list "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" "app.kubernetes.io/managed-by") }}
{{ $path }}: {{ $label }} is set by the chart, which selects its pods by it
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "tocsin.unknownPoliciesAndPacks" -}}
{{- $packs := list -}}
{{- $policies := list -}}
{{- range $path, $_ := .Files.Glob "files/packs/*.yaml" -}}
{{- $packs = append $packs (base $path | trimSuffix ".yaml") -}}
{{- if $.Values.policies.exclude }}{{ $policies = concat $policies (include "tocsin.namesIn" (list $ $path) | splitList "\n" | compact) }}{{ end -}}
{{- end -}}
{{- range $pack, $_ := .Values.packs -}}
{{- if not (has $pack $packs) }}
packs.{{ $pack }}: there is no such pack (there are {{ join ", " $packs }}){{ include "tocsin.didYouMean" (list $pack $packs) }}
{{- end -}}
{{- end -}}
{{- include "tocsin.unknownNames" (list "policies.exclude" "shipped policy" (.Values.policies.exclude | default list) $policies) -}}
{{- with .Values.tracing.exclude -}}
{{- include "tocsin.unknownNames" (list "tracing.exclude" "shipped TracingPolicy" . (include "tocsin.namesIn" (list $ "files/tracing.yaml") | splitList "\n" | compact)) -}}
{{- end -}}
{{- $lists := keys (fromYaml (.Files.Get "files/lists.yaml")).data | sortAlpha -}}
{{- range $how := list "add" "replace" -}}
{{- include "tocsin.unknownNames" (list (printf "policies.lists.%s" $how) "shipped list" (index $.Values.policies.lists $how | default dict | keys | sortAlpha) $lists) -}}
{{- end -}}
{{- end -}}
